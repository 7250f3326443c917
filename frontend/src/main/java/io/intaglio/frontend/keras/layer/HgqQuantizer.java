package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// HGQ2's quantizers: `format(x/scaler)·scaler·slope + offset`. Trainable variables are stored
/// before others, so the order of the widths depends on the overflow mode, under which `i` is not
/// trained.
///
/// @param format none for the quantizer `dummy`, which leaves everything as it is
///
/// Source: HGQ2 0.2, hgq/quantizer/quantizer.py, internal/fixed_point_quantizer.py, config.py.
record HgqQuantizer(Optional<FixedPoint> format, Rational scaler, Rational slope, Rational offset) {

  /// @param place where its variables are, as `iq/quantizer`
  static HgqQuantizer of(LayerSite site, JsonNode conf, String place) throws Refused {
    JsonNode c = conf.path("config");
    String sugar = conf.path("class_name").asString("");
    Rational scaler = power(site, c.path("scaler"), "scaler", Rational.ONE);
    Rational slope = power(site, c.path("affine").path(0), "affine scale", Rational.ONE);
    Rational offset = multiple(site, c.path("affine").path(1));
    if (sugar.endsWith("HardSigmoidConfig")) {
      slope = Rational.powerOfTwo(-2);
      offset = Rational.powerOfTwo(-1);
    }
    if (c.path("q_type").asString("").equals("dummy")) {
      return new HgqQuantizer(Optional.empty(), scaler, slope, offset);
    }
    boolean hard = sugar.endsWith("HardSigmoidConfig") || sugar.endsWith("HardTanhConfig");
    String mode = c.path("overflow_mode").asString(hard ? "SAT" : "");
    return new HgqQuantizer(
        Optional.of(format(site, c, FixedPointMode.overflow(site, mode), place)),
        scaler,
        slope,
        offset);
  }

  private static FixedPoint format(
      LayerSite site, JsonNode c, FixedPointMode.Overflow overflow, String place) throws Refused {
    String type = c.path("q_type").asString("");
    boolean kbi = type.equals("kbi");
    if (!kbi && !type.equals("kif")) {
      throw site.form(
          "a quantizer of q_type '" + FileNames.printable(type) + "', a floating-point format",
          "use a quantizer of q_type kif or kbi");
    }
    String mapper = c.path("bw_mapper").path("class_name").asString("DefaultBitwidthMapper");
    if (!mapper.equals("DefaultBitwidthMapper")) {
      throw site.form(
          "a quantizer with a bw_mapper of its own",
          "use homogeneous_axis or heterogeneous_axis in its place");
    }
    Rounding rounding = FixedPointMode.rounding(site, c.path("round_mode").asString(""));
    boolean wraps = overflow == FixedPointMode.Overflow.WRAP;
    FloatTensor first = site.weight(place, place + "/vars/0");
    FloatTensor second = site.weight(place, place + "/vars/1");
    FloatTensor third = site.weight(place, place + "/vars/2");
    FloatTensor k = wraps ? second : third;
    FloatTensor i = wraps ? third : kbi ? second : first;
    FloatTensor f = wraps ? first : kbi ? first : second;
    if (kbi) {
      f = difference(site, f, i);
    }
    boolean widens =
        c.path("is_weight").asBoolean(false)
            && c.path("trainable").asBoolean(true)
            && (!kbi || rounding == Rounding.HALF_UP);
    return FixedPoint.of(site, k, i, f, new FixedPointMode(rounding, overflow, wraps && widens));
  }

  private static Rational power(LayerSite site, JsonNode node, String what, Rational otherwise)
      throws Refused {
    if (!node.isNumber()) {
      return otherwise;
    }
    double value = node.asDouble();
    if (value <= 0 || Math.scalb(1.0, Math.getExponent(value)) != value) {
      throw site.form(
          "a quantizer with the " + what + " " + value, "use a power of two, or leave it out");
    }
    return Rational.of(value);
  }

  private static Rational multiple(LayerSite site, JsonNode node) throws Refused {
    double value = node.isNumber() ? node.asDouble() : 0;
    if (Math.scalb(value, 12) != Math.rint(Math.scalb(value, 12))) {
      throw site.form(
          "a quantizer with the affine shift " + value, "use a multiple of 2^-12, or leave it out");
    }
    return Rational.of(value);
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

  /// Whether nothing is scaled or moved.
  boolean isPlain() {
    return scaler.equals(Rational.ONE)
        && slope.equals(Rational.ONE)
        && offset.equals(Rational.ZERO);
  }

  /// The quantizer of data.
  Ref apply(LayerSite site, Ref x, String what) throws Refused {
    if (format.isEmpty() && isPlain()) {
      return x;
    }
    Ref in = site.scaled(what + "_unit", x, Rational.ONE.divide(scaler));
    Ref q = format.isEmpty() ? in : format.get().apply(site, in, what);
    Ref y = site.scaled(what + "_scaled", q, scaler.multiply(slope));
    return offset.equals(Rational.ZERO)
        ? y
        : site.emit(
            what + "_moved", site.shape(y), new RealAdd(y, site.number(what + "_offset", offset)));
  }

  /// What it makes of weights.
  RealTensor weights(LayerSite site, FloatTensor w) throws Refused {
    if (!isPlain()) {
      throw site.form("weights quantized with a scaler or an affine map", "leave it out");
    }
    return format.isEmpty() ? new RealTensor.Stored(w) : format.get().weights(site, w);
  }
}
