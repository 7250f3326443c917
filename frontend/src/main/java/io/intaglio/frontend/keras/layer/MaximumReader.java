package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// The greatest of two or more tensors, element by element.
final class MaximumReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Merging.join(site, (a, b, shape) -> Merging.maximum(site, a, b, shape));
  }
}
