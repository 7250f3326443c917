package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// A rule that one formula gives for all integers: `clamp(R((x·m + b)/2^s) + z, lo, hi)`, absent
/// bounds null.
///
/// Arrow: `Round(R)` of dyadic affine maps and bounds, then bounds and integer offsets → this.
///
/// Side conditions: all factors and offsets before the rounding are dyadic, so the argument of `R`
/// is exactly `(x·m + b)/2^s`; what follows the rounding are integer offsets and integer bounds. A
/// bound `c` before the rounding becomes `R(c)` behind it, as `R` is monotone.
///
/// Wrong neighbour: folding `z` into `b` as `b + z·2^s` also under ties to even. With `x/2` and
/// `z = 1`, `x = 1` gives `RNE(0.5) + 1 = 1` but `RNE(1.5) = 2`: an odd `z` swaps the ties.
record ClosedForm(
    BigInteger m, BigInteger b, int s, Rounding rounding, long z, BigInteger lo, BigInteger hi)
    implements LongUnaryOperator {

  @Override
  public long applyAsLong(long x) {
    BigInteger value =
        Linear.round(m.multiply(BigInteger.valueOf(x)).add(b), s, rounding)
            .add(BigInteger.valueOf(z));
    if (lo != null && value.compareTo(lo) < 0) {
      value = lo;
    }
    if (hi != null && value.compareTo(hi) > 0) {
      value = hi;
    }
    return value.longValueExact();
  }

  static Optional<ClosedForm> of(SourceRule rule) {
    return switch (rule) {
      case ExactChain chain -> new Derivation().derive(chain);
      case DoubleMultiply _, Float32Affine _, Float32Multiply _, TfliteMultiply _ ->
          Optional.empty();
    };
  }

  /// The numbers of this form, with an arithmetic shift where `b` can carry the rounding.
  ///
  /// @throws ArithmeticException if they are no `long`s
  Linear linear() {
    BigInteger one = BigInteger.ONE.shiftLeft(s);
    BigInteger carried =
        switch (rounding) {
          case FLOOR -> BigInteger.ZERO;
          case CEIL -> one.subtract(BigInteger.ONE);
          case HALF_UP -> one.shiftRight(1);
          case TOWARD_ZERO, AWAY_FROM_ZERO, HALF_EVEN, HALF_AWAY, HALF_TOWARD_ZERO -> null;
        };
    if (carried == null) {
      return new Linear(m.longValueExact(), b.longValueExact(), s, z, rounding);
    }
    BigInteger folded = b.add(carried).add(BigInteger.valueOf(z).shiftLeft(s));
    return new Linear(m.longValueExact(), folded.longValueExact(), s, 0, Rounding.FLOOR);
  }

  /// Walks a chain, keeping `clamp(slope·x + offset, lo, hi)` before the rounding.
  private static final class Derivation {
    private Rational slope = Rational.ONE;
    private Rational offset = Rational.ZERO;
    private Rational lo;
    private Rational hi;
    private Rounding mode;
    private Rational z = Rational.ZERO;

    Optional<ClosedForm> derive(ExactChain chain) {
      for (ExactStep step : chain.steps()) {
        boolean follows =
            switch (step) {
              case ExactStep.Affine(Surd a, Surd b) ->
                  a.isRational() && b.isRational() && affine(a.p(), b.p());
              case ExactStep.AtLeast(Rational bound) -> bound(bound, true);
              case ExactStep.AtMost(Rational bound) -> bound(bound, false);
              case ExactStep.Round(Rounding rounding) -> round(rounding);
              case ExactStep.Sign _, ExactStep.LeakyRectify _, ExactStep.Count _ -> false;
            };
        if (!follows) {
          return Optional.empty();
        }
      }
      return form();
    }

    private boolean affine(Rational a, Rational b) {
      if (mode != null) {
        if (!a.equals(Rational.ONE) || !b.isInteger()) {
          return false;
        }
        z = z.add(b);
      } else {
        slope = slope.multiply(a);
        offset = offset.multiply(a).add(b);
      }
      Rational low = lo == null ? null : lo.multiply(a).add(b);
      Rational high = hi == null ? null : hi.multiply(a).add(b);
      lo = a.signum() < 0 ? high : low;
      hi = a.signum() < 0 ? low : high;
      return a.signum() != 0;
    }

    private boolean bound(Rational bound, boolean least) {
      if (mode != null && !bound.isInteger()) {
        return false;
      }
      if (least) {
        lo = lo == null ? bound : lo.max(bound);
        hi = hi == null ? null : hi.max(bound);
      } else {
        lo = lo == null ? null : lo.min(bound);
        hi = hi == null ? bound : hi.min(bound);
      }
      return true;
    }

    private boolean round(Rounding rounding) {
      if (mode != null) {
        return true;
      }
      mode = rounding;
      lo = lo == null ? null : Rational.of(rounding.round(Surd.of(lo)));
      hi = hi == null ? null : Rational.of(rounding.round(Surd.of(hi)));
      return true;
    }

    private Optional<ClosedForm> form() {
      if (!slope.isDyadic() || !offset.isDyadic()) {
        return Optional.empty();
      }
      int s = Math.max(slope.den().bitLength(), offset.den().bitLength()) - 1;
      boolean integers = mode != null || (s == 0 && integer(lo) && integer(hi));
      if (s > Linear.MAX_SHIFT || !integers || z.num().bitLength() > 62) {
        return Optional.empty();
      }
      Rational unit = Rational.powerOfTwo(s);
      return Optional.of(
          new ClosedForm(
              slope.multiply(unit).num(),
              offset.multiply(unit).num(),
              s,
              s == 0 ? Rounding.FLOOR : mode,
              z.num().longValueExact(),
              lo == null ? null : lo.num(),
              hi == null ? null : hi.num()));
    }

    private static boolean integer(Rational bound) {
      return bound == null || bound.isInteger();
    }
  }
}
