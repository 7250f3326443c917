package io.intaglio.sim.eval;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;

/// Floating-point numbers to integers, and exact rationals to floating-point numbers.
final class RealRounding {
  private RealRounding() {}

  /// The integer to which `rounding` takes a number of magnitude up to 2^62, exactly.
  static long toInteger(double value, Rounding rounding) {
    double magnitude = Math.abs(value);
    double whole = Math.floor(magnitude);
    // Exact: a number and its integral part share their last binary place.
    double rest = magnitude - whole;
    boolean negative = value < 0;
    boolean odd = whole % 2 != 0;
    boolean away =
        switch (rounding) {
          case FLOOR -> negative && rest > 0;
          case CEIL -> !negative && rest > 0;
          case TOWARD_ZERO -> false;
          case AWAY_FROM_ZERO -> rest > 0;
          case HALF_EVEN -> rest > 0.5 || (rest == 0.5 && odd);
          case HALF_UP -> rest > 0.5 || (rest == 0.5 && !negative);
          case HALF_AWAY -> rest >= 0.5;
          case HALF_TOWARD_ZERO -> rest > 0.5;
        };
    long integer = (long) whole + (away ? 1 : 0);
    return negative ? -integer : integer;
  }

  /// As runtimes compute it in `type`: to the nearest by a half that is added to the number, or to
  /// its magnitude (or taken from that), which rounds once more. The other modes are exact.
  static long summed(double x, Rounding rounding, FloatType type) {
    double magnitude = Math.abs(x);
    double sign = Math.signum(x);
    return switch (rounding) {
      case HALF_UP -> (long) Math.floor(type.round(x + 0.5));
      case HALF_AWAY -> (long) (sign * Math.floor(type.round(magnitude + 0.5)));
      case HALF_TOWARD_ZERO -> (long) (sign * Math.ceil(type.round(magnitude - 0.5)));
      case FLOOR, CEIL, TOWARD_ZERO, AWAY_FROM_ZERO, HALF_EVEN -> toInteger(x, rounding);
    };
  }

  /// The number of `type` nearest to `value`, ties to even; infinite beyond the type's range.
  static double nearest(Rational value, FloatType type) {
    if (value.signum() == 0) {
      return 0;
    }
    if (value.signum() < 0) {
      return -nearest(value.negate(), type);
    }
    int digits = type == FloatType.FLOAT32 ? 24 : 53;
    int least = type == FloatType.FLOAT32 ? -149 : -1074;
    int magnitude = floorLog2(value);
    int unit = Math.max(magnitude - digits + 1, least);
    Rational scaled = value.multiply(Rational.powerOfTwo(-unit));
    BigInteger floor = scaled.floor();
    int half = scaled.subtract(Rational.of(floor)).compareTo(Rational.powerOfTwo(-1));
    boolean up = half > 0 || (half == 0 && floor.testBit(0));
    double mantissa = floor.add(up ? BigInteger.ONE : BigInteger.ZERO).doubleValue();
    return type.round(Math.scalb(mantissa, unit));
  }

  /// The greatest `k` with `2^k <= value`, for positive numbers.
  private static int floorLog2(Rational value) {
    int guess = value.num().bitLength() - value.den().bitLength();
    return value.compareTo(Rational.powerOfTwo(guess)) >= 0 ? guess : guess - 1;
  }
}
