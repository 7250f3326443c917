package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// Reads one class of layers.
public interface LayerReader {
  /// Emits the layer's operators.
  ///
  /// @return its output
  /// @throws Refused if it cannot be read exactly
  Ref read(LayerSite site) throws Refused;
}
