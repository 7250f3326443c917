package io.intaglio.ir.cert;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Proves that a rescale is a chain's own formula, for rules of too many values to list.
///
/// The chain without its bounds is `R(α·x + β) + ζ`. The operator's is the same when `m/2^s = α`
/// and
///
/// - its rounding is `R`, `b/2^s = β` and `z = ζ`, or
/// - it shifts and `b/2^s + z` is `β + ζ` for `R` = floor, `β + ζ + 1/2` for half up,
///   `β + ζ + 1 − 2^−s` for ceiling with `β·2^s` an integer, or
/// - `s = 0`, `β` is an integer and `b + z = β + ζ`: nothing is rounded.
///
/// A bound of the chain acts on its result as the bound's own image under the rest of the chain,
/// because the rest never decreases (factors behind the first bound must be positive). It must be
/// the operator's bound, or neither may be met on the interval.
final class FormulaProof {
  private Rational alpha = Rational.ONE;
  private Rational beta = Rational.ZERO;
  private Rational zeta = Rational.ZERO;
  private Rounding rounding;
  private BigInteger lo;
  private BigInteger hi;

  private FormulaProof() {}

  static boolean proves(ExactChain chain, Formula.Shift op, long from, long to) {
    FormulaProof proof = new FormulaProof();
    try {
      return proof.read(chain.steps()) && proof.sameMap(op) && proof.sameBounds(op, from, to);
    } catch (ArithmeticException e) {
      // A bound that is no integer, or no `long`, behind the rounding.
      return false;
    }
  }

  private boolean read(List<ExactStep> steps) {
    boolean bounded = false;
    for (int i = 0; i < steps.size(); i++) {
      boolean readable =
          switch (steps.get(i)) {
            case ExactStep.Affine(Surd a, Surd b) ->
                a.isRational()
                    && b.isRational()
                    && (!bounded || a.signum() > 0)
                    && affine(a.p(), b.p());
            case ExactStep.Round(Rounding mode) -> round(mode);
            case ExactStep.AtLeast(Rational bound) -> least(image(bound, steps, i + 1));
            case ExactStep.AtMost(Rational bound) -> most(image(bound, steps, i + 1));
            case ExactStep.Sign _, ExactStep.LeakyRectify _, ExactStep.Count _ -> false;
          };
      if (!readable) {
        return false;
      }
      bounded |= steps.get(i) instanceof ExactStep.AtLeast;
      bounded |= steps.get(i) instanceof ExactStep.AtMost;
    }
    return rounding != null || (alpha.isInteger() && beta.isInteger());
  }

  private boolean affine(Rational a, Rational b) {
    if (rounding != null) {
      zeta = zeta.add(b);
      return a.equals(Rational.ONE) && b.isInteger();
    }
    alpha = alpha.multiply(a);
    beta = beta.multiply(a).add(b);
    return a.signum() != 0;
  }

  private boolean round(Rounding mode) {
    rounding = rounding == null ? mode : rounding;
    return true;
  }

  private static BigInteger image(Rational bound, List<ExactStep> steps, int from) {
    List<ExactStep> rest = new ArrayList<>();
    rest.add(new ExactStep.Affine(Surd.ZERO, Surd.of(bound)));
    rest.addAll(steps.subList(from, steps.size()));
    return BigInteger.valueOf(new ExactChain(rest).apply(0));
  }

  private boolean least(BigInteger bound) {
    lo = lo == null ? bound : lo.max(bound);
    hi = hi == null ? null : hi.max(bound);
    return true;
  }

  private boolean most(BigInteger bound) {
    lo = lo == null ? null : lo.min(bound);
    hi = hi == null ? bound : hi.min(bound);
    return true;
  }

  private boolean sameMap(Formula.Shift op) {
    Rational unit = Rational.powerOfTwo((int) -op.s());
    Rational offset = Rational.of(op.b()).multiply(unit);
    Rational z = Rational.of(op.z());
    if (!Rational.of(op.m()).multiply(unit).equals(alpha)) {
      return false;
    }
    if (op.s() == 0) {
      return beta.isInteger() && offset.add(z).equals(beta.add(zeta));
    }
    if (op.rounding() == rounding && offset.equals(beta) && z.equals(zeta)) {
      return true;
    }
    Rational excess = offset.add(z).subtract(beta).subtract(zeta);
    return op.rounding() == Rounding.FLOOR
        && switch (rounding) {
          case FLOOR -> excess.signum() == 0;
          case HALF_UP -> excess.equals(Rational.powerOfTwo(-1));
          case CEIL -> excess.equals(Rational.ONE.subtract(unit)) && beta.divide(unit).isInteger();
          case TOWARD_ZERO, AWAY_FROM_ZERO, HALF_EVEN, HALF_AWAY, HALF_TOWARD_ZERO -> false;
        };
  }

  private boolean sameBounds(Formula.Shift op, long from, long to) {
    BigInteger least = op.unbounded(from).min(op.unbounded(to));
    BigInteger greatest = op.unbounded(from).max(op.unbounded(to));
    BigInteger opLo = BigInteger.valueOf(op.lo());
    BigInteger opHi = BigInteger.valueOf(op.hi());
    boolean low =
        opLo.equals(lo) || (opLo.compareTo(least) <= 0 && (lo == null || lo.compareTo(least) <= 0));
    boolean high =
        opHi.equals(hi)
            || (opHi.compareTo(greatest) >= 0 && (hi == null || hi.compareTo(greatest) >= 0));
    return low && high;
  }
}
