package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// Quantizer of HGQ2, as a layer.
///
/// Source: HGQ2 0.2, hgq/quantizer/quantizer.py.
final class HgqQuantizerReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    return HgqQuantizer.of(site, site.config().path("config"), "quantizer")
        .apply(site, site.x(), "quantized");
  }
}
