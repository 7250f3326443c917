package io.intaglio.ir.range;

import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;

/// Rounds `n / 2^shift` to an integer.
final class DyadicRounding {
  private DyadicRounding() {}

  /// For `0 <= shift <= 62`.
  static long round(long n, int shift, Rounding rounding) {
    long floor = n >> shift;
    long rest = n - (floor << shift);
    if (rest == 0) {
      return floor;
    }
    int half = Long.compare(rest, (1L << shift) >> 1);
    return up(rounding, half, n > 0, (floor & 1) != 0) ? floor + 1 : floor;
  }

  static BigInteger round(BigInteger n, int shift, Rounding rounding) {
    BigInteger floor = n.shiftRight(shift);
    BigInteger rest = n.subtract(floor.shiftLeft(shift));
    if (rest.signum() == 0) {
      return floor;
    }
    int half = rest.shiftLeft(1).compareTo(BigInteger.ONE.shiftLeft(shift));
    return up(rounding, half, n.signum() > 0, floor.testBit(0)) ? floor.add(BigInteger.ONE) : floor;
  }

  /// Whether a number between two integers goes to the upper one.
  ///
  /// @param half how its fraction compares to one half
  /// @param odd whether the lower integer is odd
  private static boolean up(Rounding rounding, int half, boolean positive, boolean odd) {
    return switch (rounding) {
      case FLOOR -> false;
      case CEIL -> true;
      case TOWARD_ZERO -> !positive;
      case AWAY_FROM_ZERO -> positive;
      case HALF_EVEN -> half > 0 || (half == 0 && odd);
      case HALF_UP -> half >= 0;
      case HALF_AWAY -> half > 0 || (half == 0 && positive);
      case HALF_TOWARD_ZERO -> half > 0 || (half == 0 && !positive);
    };
  }
}
