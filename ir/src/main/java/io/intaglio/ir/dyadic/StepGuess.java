package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;

/// About where a rule steps, in `double`: it says where to look, never what is there.
///
/// The rule is taken as `outer·D(slope·x + offset) + shift` with one rounding `D`.
///
/// @param mode the rounding, or null for a sign
record StepGuess(double slope, double offset, Rounding mode, double outer, double shift) {
  private static final StepGuess NONE = new StepGuess(Double.NaN, 0, Rounding.FLOOR, 1, 0);

  static StepGuess of(SourceRule rule) {
    return switch (rule) {
      case DoubleMultiply d -> new StepGuess(d.factor(), 0, Rounding.HALF_AWAY, 1, d.zeroPoint());
      case Float32Affine f -> new StepGuess(f.factor(), f.offset(), Rounding.HALF_EVEN, 1, 0);
      case Float32Multiply f -> new StepGuess(f.scale(), 0, Rounding.HALF_EVEN, 1, f.zeroPoint());
      case TfliteMultiply t ->
          new StepGuess(
              Math.scalb((double) t.multiplier(), t.shift() - 31),
              0,
              Rounding.HALF_UP,
              1,
              t.zeroPoint());
      case ExactChain chain -> of(chain);
    };
  }

  private static StepGuess of(ExactChain chain) {
    int last = lastDiscretizing(chain);
    double slope = 1;
    double offset = 0;
    double outer = 1;
    double shift = 0;
    for (int i = 0; i < chain.steps().size(); i++) {
      boolean inner = i < last;
      switch (chain.steps().get(i)) {
        case ExactStep.Affine(var a, var b) when inner -> {
          slope *= a.toDouble();
          offset = offset * a.toDouble() + b.toDouble();
        }
        case ExactStep.Affine(var a, var b) -> {
          outer *= a.toDouble();
          shift = shift * a.toDouble() + b.toDouble();
        }
        case ExactStep.LeakyRectify _, ExactStep.Count _ -> {
          return NONE;
        }
        case ExactStep.AtLeast _, ExactStep.AtMost _, ExactStep.Round _, ExactStep.Sign _ -> {}
      }
    }
    if (last < 0) {
      return NONE;
    }
    Rounding mode = chain.steps().get(last) instanceof ExactStep.Round(var r) ? r : null;
    return new StepGuess(slope, offset, mode, outer, shift);
  }

  private static int lastDiscretizing(ExactChain chain) {
    int last = chain.steps().size() - 1;
    while (last >= 0 && !discretizes(chain.steps().get(last))) {
      last--;
    }
    return last;
  }

  private static boolean discretizes(ExactStep step) {
    return step instanceof ExactStep.Round || step instanceof ExactStep.Sign;
  }

  /// About the real `x` at which the rule leaves `value`, for greater values if `up`; NaN if there
  /// is no guess.
  double leaves(long value, boolean up) {
    double code = (value - shift) / outer;
    double upper = up == (outer > 0) ? code + 1 : code;
    double level = mode == null ? 0 : upper - threshold(upper);
    double x = (level - offset) / slope;
    return Double.isFinite(x) ? x : Double.NaN;
  }

  /// How far below the integer `upper` lie the reals that are rounded up to it.
  private double threshold(double upper) {
    return switch (mode) {
      case FLOOR -> 0;
      case CEIL -> 1;
      case TOWARD_ZERO -> upper > 0 ? 0 : 1;
      case AWAY_FROM_ZERO -> upper > 0 ? 1 : 0;
      case HALF_EVEN, HALF_UP, HALF_AWAY, HALF_TOWARD_ZERO -> 0.5;
    };
  }
}
