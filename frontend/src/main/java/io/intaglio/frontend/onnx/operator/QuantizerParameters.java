package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Locale;

/// The parameters that QONNX's quantizers share, checked.
final class QuantizerParameters {
  /// Wider quantizers would not fit the integer types of the network.
  static final int MAX_BITS = 62;

  private QuantizerParameters() {}

  /// Integers that a quantizer clamps to.
  record Bounds(IntTensor lo, IntTensor hi, boolean oneBit) {}

  /// A positive, finite scale that broadcasts to `x`.
  static FloatTensor scale(NodeSite site, int input, Shape x) {
    FloatTensor scale = parameter(site, input, "scale", x);
    for (int i = 0; i < scale.size(); i++) {
      if (!(scale.at(i) > 0)) {
        throw site.parameter(
            "the scale of " + site.operator() + " is " + scale.at(i) + ", not positive",
            "export a positive scale");
      }
    }
    return scale;
  }

  static FloatTensor zeroPoint(NodeSite site, int input, Shape x) {
    return parameter(site, input, "zero point", x);
  }

  private static FloatTensor parameter(NodeSite site, int input, String what, Shape x) {
    ConstantTensor constant = site.constant(input, what);
    if (constant.size() == 0 || !constant.shape().broadcastsTo(x)) {
      throw site.shapes(
          "the " + what + " of shape " + constant.shape() + " does not broadcast to " + x);
    }
    site.demandFinite(constant, what + " of " + site.operator());
    double[] values = new double[constant.size()];
    boolean uniform = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = constant.real(i);
      uniform &= values[i] == values[0];
    }
    FloatType type = constant.type().withFloat32();
    return uniform
        ? FloatTensor.of(Shape.SCALAR, type, values[0])
        : FloatTensor.of(constant.shape(), type, values);
  }

  /// `[−2^(b−1) + narrow, 2^(b−1) − 1]`, unsigned `[0, 2^b − 1 − narrow]`, each bound rounded to
  /// the type in which the runtime compares, as the runtime does.
  static Bounds bounds(
      NodeSite site, int input, Shape x, boolean signed, boolean narrow, FloatType computed) {
    FloatTensor bits = parameter(site, input, "bit width", x);
    long[] lo = new long[bits.size()];
    long[] hi = new long[bits.size()];
    int oneBit = 0;
    for (int i = 0; i < lo.length; i++) {
      int width = width(site, bits.at(i), signed || narrow ? 1 : 0);
      int magnitude = signed ? width - 1 : width;
      long low = signed ? -(1L << magnitude) + (narrow ? 1 : 0) : 0;
      long high = (1L << magnitude) - (!signed && narrow ? 2 : 1);
      lo[i] = (long) computed.round((double) low);
      hi[i] = (long) computed.round((double) high);
      oneBit += signed && width == 1 ? 1 : 0;
    }
    if (oneBit != 0 && oneBit != lo.length) {
      throw site.form(
          "some elements have one signed bit, others more", "split the tensor at this quantizer");
    }
    return new Bounds(IntTensor.of(bits.shape(), lo), IntTensor.of(bits.shape(), hi), oneBit != 0);
  }

  /// A bit width, which is a whole number.
  static int width(NodeSite site, double bits, int least) {
    if (bits != Math.rint(bits) || bits < least || bits > MAX_BITS) {
      throw site.parameter(
          "the bit width of " + site.operator() + " is " + bits,
          "use a whole number from " + least + " to " + MAX_BITS);
    }
    return (int) bits;
  }

  /// A bit width that is the same for all elements.
  static int width(NodeSite site, int input, Shape x) {
    FloatTensor bits = parameter(site, input, "bit width", x);
    if (bits.size() != 1) {
      throw site.form(
          "the bit width of " + site.operator() + " differs between elements", "use one bit width");
    }
    return width(site, bits.at(0), 1);
  }

  /// QONNX's names; its `HALF_UP` is away from zero, its `UP` and `DOWN` are about magnitudes.
  static Rounding rounding(NodeSite site, String otherwise) {
    String name = site.string("rounding_mode", otherwise);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "ROUND", "HALF_EVEN" -> Rounding.HALF_EVEN;
      case "CEIL" -> Rounding.CEIL;
      case "FLOOR" -> Rounding.FLOOR;
      case "UP" -> Rounding.AWAY_FROM_ZERO;
      case "DOWN" -> Rounding.TOWARD_ZERO;
      case "HALF_UP" -> Rounding.HALF_AWAY;
      case "HALF_DOWN" -> Rounding.HALF_TOWARD_ZERO;
      default ->
          throw site.parameter(
              "the rounding mode of " + site.operator() + " is unknown",
              "use ROUND, CEIL, FLOOR, UP, DOWN, HALF_UP or HALF_DOWN");
    };
  }
}
