package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;

/// The product of two or more tensors.
final class MultiplyReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Merging.fold(site, RealMultiply::new);
  }
}
