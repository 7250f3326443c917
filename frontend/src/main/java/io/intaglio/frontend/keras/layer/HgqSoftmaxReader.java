package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;
import tools.jackson.databind.JsonNode;

/// QSoftmax between the quantizers of input and output: a table of exponentials (of the distance to
/// the greatest if `stable`), their sum, a table of reciprocals, products.
///
/// Source: HGQ2 0.2, hgq/layers/softmax.py.
final class HgqSoftmaxReader implements LayerReader {
  private static final float EPSILON = 1e-7f;

  @Override
  public Ref read(LayerSite site) throws Refused {
    return softmax(site, site.x(), site.config(), "", site.real("input_scaler", 1));
  }

  /// @param config of the softmax
  /// @param place where its tables are: nothing, or the name of the softmax and a stroke
  static Ref softmax(LayerSite site, Ref x, JsonNode config, String place, double scaler)
      throws Refused {
    Reduction over = Reduction.kept(site, config.path("axes"), site.shape(x).rank());
    boolean stable = config.path("stable").asBoolean(true);
    String table = place + "exp_table/";
    HgqQuantizer in =
        stable
            ? HgqQuantizer.of(site, config.path("exp_iq_conf"), table + "iq/quantizer")
            : HgqQuantizer.of(site, config.path("iq_conf"), place + "iq/quantizer");
    Ref exponent = x;
    if (stable) {
      Ref below = site.emit("below", site.shape(x), new RealSubtract(over.max(site, x), x));
      exponent = in.apply(site, below, "below_quantized");
    } else if (!config.path("enable_iq").asBoolean(false)) {
      throw site.form(
          "a softmax that is neither stable nor has a quantized input", "set enable_iq=True");
    }
    HgqQuantizer out = HgqQuantizer.of(site, config.path("exp_oq_conf"), table + "oq/quantizer");
    RealFunction power = RealFunction.exponential((float) (stable ? -scaler : scaler));
    Ref powers = FunctionTable.of(site, exponent, in, out, power, "powers");
    table = place + "inv_table/";
    HgqQuantizer of = HgqQuantizer.of(site, config.path("inv_iq_conf"), table + "iq/quantizer");
    HgqQuantizer to = HgqQuantizer.of(site, config.path("inv_oq_conf"), table + "oq/quantizer");
    Ref sum = of.apply(site, over.sum(site, powers), "sum_quantized");
    RealFunction inverse = RealFunction.agreed(v -> 1 / ((float) v + EPSILON));
    Ref share = FunctionTable.of(site, sum, of, to, inverse, "reciprocal");
    return site.emit("softmax", site.shape(x), new RealMultiply(powers, share));
  }
}
