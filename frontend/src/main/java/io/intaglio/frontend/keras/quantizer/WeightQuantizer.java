package io.intaglio.frontend.keras.quantizer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleToLongFunction;

/// What QKeras's quantizers make of weights: codes and steps.
///
/// Kernels are used as `x + fl32(xq − x)` in training frameworks; the meaning taken here is `xq`,
/// which differs from that by an ulp of single weights under scales that are no powers of two.
///
/// Source: qkeras/quantizers.py.
public final class WeightQuantizer {
  private static final float TERNARY_THRESHOLD = 0.33f;

  private WeightQuantizer() {}

  /// The weights as the quantizer under `key` of the layer's configuration makes them; as they are
  /// if there is none.
  ///
  /// @param kernel whether an absent `alpha` means `auto_po2`, as layers make of it in kernels
  /// @throws Refused if the quantizer is not supported
  public static RealTensor quantize(LayerSite site, FloatTensor w, String key, boolean kernel)
      throws Refused {
    Optional<QuantizerConfig> quantizer = QuantizerConfig.of(site.config().path(key));
    if (quantizer.isEmpty()) {
      return new RealTensor.Stored(w);
    }
    QuantizerConfig config = quantizer.get();
    config.demandPlain(site);
    String auto = config.automatic();
    if (kernel && !config.hasAlpha() && takesAlpha(config.kind())) {
      auto = "auto_po2";
    }
    if (!auto.isEmpty() && !auto.equals("auto") && !auto.equals("auto_po2")) {
      throw site.parameter("alpha of a quantizer is '" + FileNames.printable(auto) + "'");
    }
    return switch (config.kind()) {
      case "quantized_bits" -> auto.isEmpty() ? bits(w, config) : autoBits(site, w, config, auto);
      case "ternary" ->
          auto.isEmpty()
              ? ternary(w, config)
              : scaled(
                  w,
                  AutomaticScale.ternary(
                      w, config.integer("number_of_unrolls", 5), auto.equals("auto_po2")));
      case "binary" -> {
        boolean fromZero = config.flag("use_01", false);
        yield auto.isEmpty()
            ? binary(w, config, fromZero)
            : scaled(w, AutomaticScale.binary(w, fromZero, auto.equals("auto_po2")));
      }
      case "quantized_po2" -> powers(w, PowerOfTwo.of(config, config.integer("bits", 8) - 1));
      default ->
          throw site.form(
              "weights under the quantizer " + FileNames.printable(config.kind()),
              "quantize weights with quantized_bits, ternary, binary or quantized_po2");
    };
  }

  private static boolean takesAlpha(String kind) {
    return kind.equals("quantized_bits") || kind.equals("ternary") || kind.equals("binary");
  }

  private static RealTensor bits(FloatTensor w, QuantizerConfig config) {
    BitFormat format = BitFormat.of(config);
    Rational alpha = alpha(config);
    if (format.isSign()) {
      return uniform(w, x -> x >= 0 ? 1 : -1, alpha);
    }
    return uniform(w, format::code, format.step().multiply(alpha));
  }

  private static RealTensor autoBits(
      LayerSite site, FloatTensor w, QuantizerConfig config, String auto) throws Refused {
    BitFormat format = BitFormat.of(config);
    if (!format.signed() || format.bits() < 2 || format.bits() > 24) {
      throw site.form(
          "an automatic scale of " + format.bits() + " bits" + (format.signed() ? "" : " unsigned"),
          "give the quantizer a fixed alpha");
    }
    return scaled(
        w, AutomaticScale.bits(w, format.bits(), format.integer(), auto.equals("auto_po2")));
  }

  private static RealTensor ternary(FloatTensor w, QuantizerConfig config) {
    float threshold = config.number("threshold").orElse(TERNARY_THRESHOLD);
    return uniform(w, x -> Math.abs(x) >= threshold ? (long) Math.signum(x) : 0, alpha(config));
  }

  private static RealTensor binary(FloatTensor w, QuantizerConfig config, boolean fromZero) {
    return uniform(w, x -> x >= 0 ? 1 : fromZero ? 0 : -1, alpha(config));
  }

  private static RealTensor powers(FloatTensor w, PowerOfTwo powers) {
    int[] exponents = new int[w.size()];
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = powers.exponent(Math.abs(w.at(i)));
      least = Math.min(least, exponents[i]);
    }
    long[] codes = new long[exponents.length];
    for (int i = 0; i < codes.length; i++) {
      boolean negative = w.at(i) < 0 && Math.abs(w.at(i)) >= PowerOfTwo.EPSILON;
      int shift = exponents[i] - least;
      if (shift > 60) {
        throw new ArithmeticException("powers of two further apart than 60 bits");
      }
      codes[i] = negative ? -(1L << shift) : 1L << shift;
    }
    return grid(
        w, codes, RationalTensor.scalar(Rational.powerOfTwo(codes.length == 0 ? 0 : least)));
  }

  /// The factor behind a quantizer; 1 if there is none.
  static Rational alpha(QuantizerConfig config) {
    return Rational.of((double) config.number("alpha").orElse(1f));
  }

  private static RealTensor uniform(FloatTensor w, DoubleToLongFunction code, Rational step) {
    return grid(
        w, Arrays.stream(w.toArray()).mapToLong(code).toArray(), RationalTensor.scalar(step));
  }

  private static RealTensor scaled(FloatTensor w, AutomaticScale.Scaled scaled) {
    List<Rational> steps = new ArrayList<>();
    for (float scale : scaled.scales()) {
      steps.add(Rational.of((double) scale));
    }
    // A scale of zero belongs to codes that are all zero.
    steps.replaceAll(step -> step.signum() > 0 ? step : Rational.ONE);
    return grid(w, scaled.codes(), new RationalTensor(Shape.of(steps.size()), steps));
  }

  private static RealTensor grid(FloatTensor w, long[] codes, RationalTensor step) {
    return new RealTensor.Grid(
        IntTensor.of(w.shape(), codes), step, RationalTensor.scalar(Rational.ZERO));
  }
}
