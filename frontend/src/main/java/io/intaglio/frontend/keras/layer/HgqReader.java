package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.file.KerasLayer;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A layer of HGQ2: its inputs quantized (`iq_conf`, or `iq_confs` with one for each of several
/// inputs), the layer itself, its output quantized (`oq_conf`).
///
/// Source: HGQ2 0.2, hgq/layers/core/base.py.
record HgqReader(LayerReader layer) implements LayerReader {

  /// Whether a layer is one of HGQ or HGQ2.
  static boolean isHgq(KerasLayer layer) {
    return layer.kind().equals("FixedPointQuantizer")
        || layer.kind().equals("Quantizer")
        || isHgq(layer.config());
  }

  /// Whether the configuration is that of a layer of HGQ2, whose names QKeras has too.
  static boolean isHgq(JsonNode config) {
    return config.has("enable_ebops");
  }

  @Override
  public Ref read(LayerSite site) throws Refused {
    return output(site, layer.read(site.over(quantized(site))));
  }

  /// The output, quantized if the layer does so.
  static Ref output(LayerSite site, Ref y) throws Refused {
    return site.flag("enable_oq", false)
        ? HgqQuantizer.of(site, site.config().path("oq_conf"), "oq/quantizer")
            .apply(site, y, "output_quantized")
        : y;
  }

  private static List<Ref> quantized(LayerSite site) throws Refused {
    if (!site.flag("enable_iq", true)) {
      return site.allInputs();
    }
    JsonNode several = site.config().path("iq_confs");
    if (several.isMissingNode()) {
      JsonNode conf = site.config().path("iq_conf");
      return List.of(
          HgqQuantizer.of(site, conf, "iq/quantizer").apply(site, site.x(), "input_quantized"));
    }
    List<Ref> inputs = new ArrayList<>();
    for (int n = 0; n < site.inputs(); n++) {
      JsonNode conf = several.isArray() ? several.path(n) : several;
      String place = "iq/quantizers/quantizer" + (n == 0 ? "" : "_" + n) + "/quantizer";
      inputs.add(HgqQuantizer.of(site, conf, place).apply(site, site.input(n), "input_quantized"));
    }
    return inputs;
  }

  /// The quantizer `kq` of the kernel or `bq` of the bias.
  static HgqQuantizer ofWeights(LayerSite site, String name) throws Refused {
    return HgqQuantizer.of(site, site.config().path(name + "_conf"), name + "/quantizer");
  }
}
