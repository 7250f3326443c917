package io.intaglio.ir.cert;

import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;
import java.util.Arrays;

/// The checker's own reading of an operator's formula for one element. Every formula is monotone in
/// `x`: a rescale by the sign of `m`, a count of thresholds by its direction.
sealed interface Formula {
  BigInteger at(long x);

  /// `clamp(R((x·m + b)/2^s) + z, lo, hi)`.
  record Shift(long m, long b, long s, long z, long lo, long hi, Rounding rounding)
      implements Formula {
    @Override
    public BigInteger at(long x) {
      return unbounded(x).max(BigInteger.valueOf(lo)).min(BigInteger.valueOf(hi));
    }

    BigInteger unbounded(long x) {
      BigInteger sum =
          BigInteger.valueOf(m).multiply(BigInteger.valueOf(x)).add(BigInteger.valueOf(b));
      return quotient(sum, BigInteger.TWO.pow((int) s)).add(BigInteger.valueOf(z));
    }

    private BigInteger quotient(BigInteger n, BigInteger d) {
      BigInteger down = floor(n, d);
      BigInteger up = floor(n.negate(), d).negate();
      return switch (rounding) {
        case FLOOR -> down;
        case CEIL -> up;
        case TOWARD_ZERO -> n.signum() < 0 ? up : down;
        case AWAY_FROM_ZERO -> n.signum() < 0 ? down : up;
        case HALF_UP -> nearest(n, d, down, up, up);
        case HALF_EVEN -> nearest(n, d, down, up, down.testBit(0) ? up : down);
        case HALF_AWAY -> nearest(n, d, down, up, n.signum() < 0 ? down : up);
        case HALF_TOWARD_ZERO -> nearest(n, d, down, up, n.signum() < 0 ? up : down);
      };
    }

    private static BigInteger floor(BigInteger n, BigInteger d) {
      return n.subtract(n.mod(d)).divide(d);
    }

    private static BigInteger nearest(
        BigInteger n, BigInteger d, BigInteger down, BigInteger up, BigInteger tie) {
      BigInteger toDown = n.subtract(down.multiply(d));
      BigInteger toUp = up.multiply(d).subtract(n);
      int nearer = toDown.compareTo(toUp);
      return nearer < 0 ? down : nearer > 0 ? up : tie;
    }
  }

  /// `base + step·|{k : t_k <= x}|`, or `>=` if not `rising`.
  final class Count implements Formula {
    private final long[] thresholds;
    private final boolean rising;
    private final BigInteger base;
    private final BigInteger step;

    Count(long[] thresholds, boolean rising, long base, long step) {
      this.thresholds = thresholds.clone();
      Arrays.sort(this.thresholds);
      this.rising = rising;
      this.base = BigInteger.valueOf(base);
      this.step = BigInteger.valueOf(step);
    }

    @Override
    public BigInteger at(long x) {
      int met = rising ? below(x, true) : thresholds.length - below(x, false);
      return base.add(step.multiply(BigInteger.valueOf(met)));
    }

    /// How many thresholds are less than `x`, or equal to it where `equal`.
    private int below(long x, boolean equal) {
      int from = 0;
      int to = thresholds.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        boolean counts = equal ? thresholds[middle] <= x : thresholds[middle] < x;
        if (counts) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }
  }
}
