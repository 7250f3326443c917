package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;

/// One channel's `R((x·m + b)/2^s) + z`.
record Linear(long m, long b, int s, long z, Rounding rounding) {
  static final int MAX_SHIFT = 62;

  /// `value`, whatever `x`.
  static Linear constant(long value) {
    return new Linear(0, value, 0, 0, Rounding.FLOOR);
  }

  BigInteger at(long x) {
    return round(sum(x), s, rounding).add(BigInteger.valueOf(z));
  }

  private BigInteger sum(long x) {
    return BigInteger.valueOf(m).multiply(BigInteger.valueOf(x)).add(BigInteger.valueOf(b));
  }

  /// Whether product and sum stay within 63 bits on the interval.
  boolean fits(Interval interval) {
    return fits(interval.lo()) && fits(interval.hi());
  }

  private boolean fits(long x) {
    return sum(x).bitLength() < 63
        && BigInteger.valueOf(m).multiply(BigInteger.valueOf(x)).bitLength() < 63;
  }

  /// `n/2^s` rounded.
  static BigInteger round(BigInteger n, int s, Rounding rounding) {
    BigInteger floor = n.shiftRight(s);
    BigInteger rest = n.subtract(floor.shiftLeft(s));
    if (rest.signum() == 0) {
      return floor;
    }
    int half = rest.shiftLeft(1).compareTo(BigInteger.ONE.shiftLeft(s));
    boolean positive = floor.signum() >= 0;
    boolean up =
        switch (rounding) {
          case FLOOR -> false;
          case CEIL -> true;
          case TOWARD_ZERO -> !positive;
          case AWAY_FROM_ZERO -> positive;
          case HALF_EVEN -> half > 0 || (half == 0 && floor.testBit(0));
          case HALF_UP -> half >= 0;
          case HALF_AWAY -> half > 0 || (half == 0 && positive);
          case HALF_TOWARD_ZERO -> half > 0 || (half == 0 && !positive);
        };
    return up ? floor.add(BigInteger.ONE) : floor;
  }
}
