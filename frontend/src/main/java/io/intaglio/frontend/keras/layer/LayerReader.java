package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// Reads one class of layers.
public interface LayerReader {
  /// Demands what the configuration alone decides, so that it is said even where an operand was
  /// refused.
  ///
  /// @param site whose operands may be null
  /// @throws Refused if the layer cannot be read exactly, whatever its operands
  default void demand(LayerSite site) throws Refused {}

  /// Emits the layer's operators, after [#demand].
  ///
  /// @return its output
  /// @throws Refused if it cannot be read exactly
  Ref read(LayerSite site) throws Refused;
}
