package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;

/// The difference of two tensors.
final class SubtractReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Merging.fold(site, RealSubtract::new);
  }
}
