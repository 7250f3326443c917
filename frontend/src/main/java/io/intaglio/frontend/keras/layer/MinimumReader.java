package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// The least of two or more tensors, element by element.
final class MinimumReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Merging.join(site, (a, b, shape) -> Merging.minimum(site, a, b, shape));
  }
}
