package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rounding;
import tools.jackson.databind.JsonNode;

/// HGQ2's quantizers inside layers. Trainable variables are stored before others, so the order of
/// the widths depends on the overflow mode, under which `i` is not trained.
///
/// Source: HGQ2 0.2, hgq/quantizer/internal/fixed_point_quantizer.py.
final class HgqQuantizer {
  private HgqQuantizer() {}

  /// @param place where its variables are, as `iq/quantizer`
  /// @param weights whether it is for weights
  static FixedPoint of(LayerSite site, JsonNode conf, String place, boolean weights)
      throws Refused {
    JsonNode c = conf.path("config");
    boolean kbi = c.path("q_type").asString("").equals("kbi");
    boolean plain = isNull(c.path("scaler")) && isNull(c.path("affine"));
    boolean known = kbi || c.path("q_type").asString("").equals("kif");
    if (!known || !plain || !c.path("trainable").asBoolean(true)) {
      throw site.form(
          "a quantizer that is not kif or kbi, is scaled or is not trainable",
          "use a quantizer of q_type kif or kbi without scaler and affine");
    }
    Rounding rounding = FixedPoint.rounding(site, c.path("round_mode").asString(""));
    FixedPoint.Overflow overflow = FixedPoint.overflow(site, c.path("overflow_mode").asString(""));
    boolean wraps = overflow == FixedPoint.Overflow.WRAP;
    if (weights && wraps && kbi && rounding != Rounding.HALF_UP) {
      throw site.form(
          "weights quantized by kbi with WRAP and a rounding besides RND", "use RND or SAT_SYM");
    }
    FloatTensor first = site.weight(place, place + "/vars/0");
    FloatTensor second = site.weight(place, place + "/vars/1");
    FloatTensor third = site.weight(place, place + "/vars/2");
    FloatTensor k = wraps ? second : third;
    FloatTensor i = wraps ? third : kbi ? second : first;
    FloatTensor f = wraps ? first : kbi ? first : second;
    if (kbi) {
      f = difference(site, f, i);
    }
    return FixedPoint.of(site, k, i, f, rounding, overflow);
  }

  private static boolean isNull(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  private static FloatTensor difference(LayerSite site, FloatTensor b, FloatTensor i)
      throws Refused {
    if (!b.shape().equals(i.shape())) {
      throw site.parameter("the widths of a quantizer have different shapes");
    }
    double[] f = new double[b.size()];
    for (int e = 0; e < f.length; e++) {
      f[e] = Math.rint(b.at(e)) - Math.rint(i.at(e));
    }
    return FloatTensor.of(b.shape(), FloatType.FLOAT32, f);
  }
}
