package io.intaglio.sim.eval;

import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;

/// `R(n / 2^s)`, the integer that a rounding rule makes of a binary fraction.
final class ShiftRounding {
  private ShiftRounding() {}

  /// For `|n| <= 2^62` and `0 <= s <= 62`.
  static long round(long n, int s, Rounding rounding) {
    if (s == 0) {
      return n;
    }
    long half = 1L << (s - 1);
    return switch (rounding) {
      case FLOOR -> n >> s;
      case CEIL -> -(-n >> s);
      case TOWARD_ZERO -> n >= 0 ? n >> s : -(-n >> s);
      case AWAY_FROM_ZERO -> n >= 0 ? -(-n >> s) : n >> s;
      case HALF_UP -> (n + half) >> s;
      case HALF_AWAY -> n >= 0 ? (n + half) >> s : -((half - n) >> s);
      case HALF_TOWARD_ZERO -> n >= 0 ? -((half - n) >> s) : (n + half) >> s;
      // One less than half up decides a tie downwards, where the even neighbour is below.
      case HALF_EVEN -> (n + half - 1 + ((n >> s) & 1)) >> s;
    };
  }

  /// For any `n` and `s >= 0`.
  static BigInteger round(BigInteger n, int s, Rounding rounding) {
    if (s == 0) {
      return n;
    }
    BigInteger half = BigInteger.ONE.shiftLeft(s - 1);
    boolean negative = n.signum() < 0;
    return switch (rounding) {
      case FLOOR -> n.shiftRight(s);
      case CEIL -> ceil(n, s);
      case TOWARD_ZERO -> negative ? ceil(n, s) : n.shiftRight(s);
      case AWAY_FROM_ZERO -> negative ? n.shiftRight(s) : ceil(n, s);
      case HALF_UP -> n.add(half).shiftRight(s);
      case HALF_AWAY -> negative ? ceil(n.subtract(half), s) : n.add(half).shiftRight(s);
      case HALF_TOWARD_ZERO -> negative ? n.add(half).shiftRight(s) : ceil(n.subtract(half), s);
      case HALF_EVEN -> n.testBit(s) ? n.add(half).shiftRight(s) : ceil(n.subtract(half), s);
    };
  }

  private static BigInteger ceil(BigInteger n, int s) {
    return n.negate().shiftRight(s).negate();
  }
}
