package io.intaglio.frontend.keras.quantizer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Optional;

/// QKeras's quantizers of activations as operators.
///
/// Those whose scale depends on the batch (`alpha` `auto` in an activation) have no meaning of
/// their own and are refused.
///
/// Source: qkeras/quantizers.py.
public final class ActivationQuantizer {
  private ActivationQuantizer() {}

  public static Ref apply(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    config.demandPlain(site);
    if (!config.automatic().isEmpty()) {
      throw site.form(
          "alpha='"
              + FileNames.printable(config.automatic())
              + "' in an activation scales by the batch",
          "give the quantizer a fixed alpha");
    }
    return switch (config.kind()) {
      case "quantized_bits" -> bits(site, x, config);
      case "quantized_relu" -> relu(site, x, config);
      case "quantized_tanh" -> tanh(site, x, config);
      case "quantized_sigmoid" -> sigmoid(site, x, config);
      case "ternary" -> ternary(site, x, config);
      case "binary" -> binary(site, x, config);
      case "quantized_po2" -> PowerSteps.signed(site, x, config);
      case "quantized_relu_po2" -> PowerSteps.rectified(site, x, config);
      default ->
          throw site.form(
              "the quantizer " + FileNames.printable(config.kind()) + " is not supported",
              "use quantized_bits, quantized_relu, quantized_tanh, quantized_sigmoid, ternary,"
                  + " binary, quantized_po2 or quantized_relu_po2");
    };
  }

  private static Ref bits(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    BitFormat format = BitFormat.of(config);
    Rational alpha = WeightQuantizer.alpha(config);
    if (format.isSign()) {
      return site.emit("quantized", site.shape(x), new RealBipolar(x, RealTensor.number(alpha)));
    }
    Ref q = round(site, x, -format.fraction(), format.lo(), format.hi());
    return site.scaled("scaled", q, alpha);
  }

  private static Ref relu(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    int bits = config.integer("bits", 8);
    int integer = config.integer("integer", 0);
    double slope = config.number("negative_slope").orElse(0f);
    if (config.flag("use_sigmoid", false)) {
      if (slope != 0) {
        throw site.form("quantized_relu with a sigmoid and a slope", "use one of them");
      }
      return hardSigmoid(site, x, bits, integer);
    }
    if (slope == 0) {
      return round(site, x, integer - bits, 0, (1L << bits) - 1);
    }
    int n = bits - 1;
    double least = -Math.scalb(slope, n);
    if (slope < 0 || least != Math.rint(least)) {
      throw site.form(
          "quantized_relu of " + bits + " bits with the slope " + slope,
          "use a slope that is a multiple of 2^-" + n);
    }
    Ref leaky = site.emit("leaky", site.shape(x), new RealLeakyRelu(x, (float) slope));
    return round(site, leaky, integer - n, (long) least, (1L << n) - 1);
  }

  /// `2^integer·clip(2·RNE(h(x/2^integer)·2^bits)/2^bits − 1, 0, 1 − 2^−bits)`, `h` the hard
  /// sigmoid.
  private static Ref hardSigmoid(LayerSite site, Ref x, int bits, int integer) throws Refused {
    Shape shape = site.shape(x);
    Ref linear = line(site, x, Rational.powerOfTwo(-integer - 1));
    Ref q = round(site, linear, -bits, 1L << (bits - 1), 1L << bits);
    Ref twice = site.scaled("twice", q, Rational.powerOfTwo(integer + 1));
    Ref back =
        site.emit(
            "back",
            shape,
            new RealSubtract(twice, site.number("unit", Rational.powerOfTwo(integer))));
    Rational most = Rational.powerOfTwo(integer).subtract(Rational.powerOfTwo(integer - bits));
    return site.emit("bounded", shape, new RealClip(back, Optional.empty(), Optional.of(most)));
  }

  private static Ref tanh(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    int fraction = config.integer("bits", 8) - 1;
    long lo = -(1L << fraction) + (config.flag("symmetric", false) ? 1 : 0);
    long hi = (1L << fraction) - 1;
    return config.flag("use_real_tanh", false)
        ? RealSigmoids.tanh(site, x, fraction, lo, hi)
        : round(site, x, -fraction, lo, hi);
  }

  private static Ref sigmoid(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    int bits = config.integer("bits", 8);
    long lo = config.flag("symmetric", false) ? 1 : 0;
    long hi = (1L << bits) - 1;
    if (config.flag("use_real_sigmoid", false)) {
      return RealSigmoids.sigmoid(site, x, bits, lo, hi);
    }
    return round(site, line(site, x, Rational.powerOfTwo(-1)), -bits, lo, hi);
  }

  /// `slope·x + 1/2`, the middle of a hard sigmoid.
  private static Ref line(LayerSite site, Ref x, Rational slope) {
    Ref scaled = site.scaled("half", x, slope);
    Ref half = site.number("one_half", Rational.powerOfTwo(-1));
    return site.emit("moved", site.shape(x), new RealAdd(scaled, half));
  }

  private static Ref ternary(LayerSite site, Ref x, QuantizerConfig config) {
    Surd at = Surd.of(Rational.of((double) config.number("threshold").orElse(0.33f)));
    List<ExactStep.Bound> bounds =
        List.of(new ExactStep.Bound(at.negate(), false), new ExactStep.Bound(at, true));
    return site.emit(
        "quantized",
        site.shape(x),
        new RealSteps(x, bounds, IntTensor.vector(-1, 0, 1), WeightQuantizer.alpha(config)));
  }

  private static Ref binary(LayerSite site, Ref x, QuantizerConfig config) {
    Rational alpha = WeightQuantizer.alpha(config);
    if (!config.flag("use_01", false)) {
      return site.emit("quantized", site.shape(x), new RealBipolar(x, RealTensor.number(alpha)));
    }
    List<ExactStep.Bound> bounds = List.of(new ExactStep.Bound(Surd.ZERO, true));
    return site.emit(
        "quantized", site.shape(x), new RealSteps(x, bounds, IntTensor.vector(0, 1), alpha));
  }

  /// `clip(RNE(x/2^exponent), lo, hi)·2^exponent`.
  static Ref round(LayerSite site, Ref x, int exponent, long lo, long hi) throws Refused {
    if (Math.abs(exponent) > 100 || lo > hi) {
      throw site.parameter("a quantizer has a step of 2^" + exponent);
    }
    return site.emit(
        "quantized",
        site.shape(x),
        new RealQuantize(
            x,
            FloatTensor.scalar(Math.scalb(1f, exponent)),
            FloatTensor.scalar(0),
            IntTensor.scalar(lo),
            IntTensor.scalar(hi),
            Rounding.HALF_EVEN));
  }
}
