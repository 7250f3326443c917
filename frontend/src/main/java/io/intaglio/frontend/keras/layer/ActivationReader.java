package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// Activation and QActivation.
final class ActivationReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return Activations.apply(site, site.x());
  }
}
