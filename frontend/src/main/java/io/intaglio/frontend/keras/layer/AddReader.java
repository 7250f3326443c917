package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.op.Ref;

/// The sum of two or more tensors.
final class AddReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Merging.fold(site, RealAdd::new);
  }
}
