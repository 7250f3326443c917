package io.intaglio.frontend.keras.quantizer;

import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import java.util.ArrayList;
import java.util.List;

/// `quantized_po2` and `quantized_relu_po2` of activations: steps from one power of two to the
/// next.
final class PowerSteps {
  private PowerSteps() {}

  static Ref signed(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    PowerOfTwo powers = PowerOfTwo.of(config, config.integer("bits", 8) - 1);
    demandPlain(site, powers);
    Steps steps = new Steps(powers);
    steps.negative(Rational.ONE);
    // Below 1e-7 all count as zero, and zero as the least power.
    steps.cross(Surd.of(Rational.of((double) PowerOfTwo.EPSILON).negate()), false);
    steps.positive();
    return steps.emit(site, x);
  }

  static Ref rectified(LayerSite site, Ref x, QuantizerConfig config) throws Refused {
    PowerOfTwo powers = PowerOfTwo.of(config, config.integer("bits", 8));
    demandPlain(site, powers);
    Steps steps = new Steps(powers);
    float slope = config.number("negative_slope").orElse(0f);
    if (slope < 0) {
      throw site.form("quantized_relu_po2 with the slope " + slope, "use none below zero");
    }
    if (slope > 0) {
      steps.negative(Rational.ONE.divide(Rational.of((double) slope)));
      steps.cross(Surd.ZERO, true);
    }
    steps.positive();
    return steps.emit(site, x);
  }

  private static void demandPlain(LayerSite site, PowerOfTwo powers) throws Refused {
    if (powers.quadratic()) {
      throw site.form(
          "quadratic_approximation in an activation is not monotone near zero", "leave it out");
    }
  }

  private static final class Steps {
    private final PowerOfTwo powers;
    private final List<ExactStep.Bound> bounds = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();

    Steps(PowerOfTwo powers) {
      this.powers = powers;
    }

    private void value(int exponent, int sign) {
      values.add(sign * (1L << (exponent - powers.min())));
    }

    /// From the greatest magnitude up to the least, steps `factor` times as far out.
    void negative(Rational factor) {
      value(powers.greatest(), -1);
      for (int e = powers.greatest() - 1; e >= powers.min(); e--) {
        // At the place itself the magnitude still rounds to the greater power under `floor`.
        bounds.add(new ExactStep.Bound(powers.step(e).multiply(factor).negate(), false));
        value(e, -1);
      }
    }

    void cross(Surd at, boolean inclusive) {
      bounds.add(new ExactStep.Bound(at, inclusive));
    }

    void positive() {
      value(powers.min(), 1);
      for (int e = powers.min(); e < powers.greatest(); e++) {
        bounds.add(new ExactStep.Bound(powers.step(e), true));
        value(e + 1, 1);
      }
    }

    Ref emit(LayerSite site, Ref x) {
      return site.emit(
          "quantized",
          site.shape(x),
          new RealSteps(
              x,
              bounds,
              IntTensor.vector(values.stream().mapToLong(v -> v).toArray()),
              Rational.powerOfTwo(powers.min())));
    }
  }
}
