package io.intaglio.ir.lower;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import java.util.ArrayList;
import java.util.List;

/// TFLite's multiplication with two roundings as the two functions that it is made of:
///
/// `clamp(M(x) + z) → h = ⌊(x·m·2^left + 2^30) / 2^31⌋, clamp(R(h / 2^right) + z)`
///
/// with `R` half away from zero (`DOUBLE`) or half up (`DOUBLE_NEON`). Each is an exact closed form
/// that one rescale holds.
///
/// Side condition: the runtime's 32-bit arithmetic does not overflow on the reachable inputs, which
/// the rule itself says at their ends.
///
/// Tempting and wrong: one rounding half away of the whole product. With `x·m/2^31 = 1/2 − ε` the
/// first rounding gives 1 where `ε` is below its resolution, and half of that is rounded up again.
///
/// Source: gemmlowp fixedpoint.h, `SaturatingRoundingDoublingHighMul` and `RoundingDivideByPOT`.
final class SplitDoubleRounding {
  private SplitDoubleRounding() {}

  /// Whether all rules round twice.
  static boolean applies(List<SourceRule> rules) {
    return rules.stream()
        .allMatch(
            rule ->
                rule instanceof TfliteMultiply t && t.variant() != TfliteMultiply.Variant.SINGLE);
  }

  /// `h` of each rule.
  static List<SourceRule> high(List<SourceRule> rules) {
    return rules.stream().map(rule -> high((TfliteMultiply) rule)).toList();
  }

  /// The rest of each rule, of `h`.
  static List<SourceRule> low(List<SourceRule> rules) {
    return rules.stream().map(rule -> low((TfliteMultiply) rule)).toList();
  }

  private static SourceRule high(TfliteMultiply rule) {
    Rational factor =
        Rational.of(rule.multiplier())
            .multiply(Rational.powerOfTwo(Math.max(rule.shift(), 0) - 31));
    return new ExactChain(
        List.of(
            new ExactStep.Affine(Surd.of(factor), Surd.ZERO),
            new ExactStep.Round(Rounding.HALF_UP)));
  }

  private static SourceRule low(TfliteMultiply rule) {
    boolean neon = rule.variant() == TfliteMultiply.Variant.DOUBLE_NEON;
    Surd share = Surd.of(Rational.powerOfTwo(Math.min(rule.shift(), 0)));
    List<ExactStep> steps = new ArrayList<>();
    steps.add(new ExactStep.Affine(share, Surd.ZERO));
    steps.add(new ExactStep.Round(neon ? Rounding.HALF_UP : Rounding.HALF_AWAY));
    steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(rule.zeroPoint())));
    steps.add(new ExactStep.AtLeast(Rational.of(rule.lo())));
    steps.add(new ExactStep.AtMost(Rational.of(rule.hi())));
    return new ExactChain(steps);
  }
}
