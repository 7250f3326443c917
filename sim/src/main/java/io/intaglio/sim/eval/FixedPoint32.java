package io.intaglio.sim.eval;

/// gemmlowp's fixed-point arithmetic on integers of 32 bits.
///
/// Source: google/gemmlowp, fixedpoint/fixedpoint.h.
final class FixedPoint32 {
  private static final int EXP_OF_MINUS_EIGHTH = 1_895_147_668;
  private static final int THIRD = 715_827_883;
  private static final int[] EXP_OF_MINUS_POWERS = {
    1_672_461_947, 1_302_514_674, 790_015_084, 290_630_308, 39_332_535, 720_401, 242
  };
  private static final int FORTY_EIGHT_OVER_17 = 1_515_870_810;
  private static final int THIRTY_TWO_OVER_17 = 1_010_580_540;

  private FixedPoint32() {}

  /// `SaturatingRoundingDoublingHighMul`.
  static int highMultiply(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) {
      return Integer.MAX_VALUE;
    }
    return (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /// `RoundingDivideByPOT`, for any exponent.
  static int divide(int x, int exponent) {
    if (exponent == 0) {
      return x;
    }
    if (exponent > 32) {
      return 0;
    }
    long half = 1L << (exponent - 1);
    return (int) (x >= 0 ? (x + half) >> exponent : -((-(long) x + half) >> exponent));
  }

  /// `SaturatingRoundingMultiplyByPOT` with a positive exponent.
  static int shiftLeft(int x, int exponent) {
    long product = (long) x << exponent;
    return (int) Math.min(Math.max(product, Integer.MIN_VALUE), Integer.MAX_VALUE);
  }

  /// `exp_on_negative_values` of a number in Q5.26, in Q0.31.
  static int exponential(int a) {
    if (a == 0) {
      return Integer.MAX_VALUE;
    }
    int quarter = 1 << 24;
    int remainder = (a & (quarter - 1)) - quarter;
    int result = exponentialOfFraction(shiftLeft(remainder, 5));
    int rest = remainder - a;
    for (int k = 0; k < EXP_OF_MINUS_POWERS.length; k++) {
      if ((rest & (quarter << k)) != 0) {
        result = highMultiply(result, EXP_OF_MINUS_POWERS[k]);
      }
    }
    return result;
  }

  /// `exp_on_interval_between_negative_one_quarter_and_0_excl`: a series around −1/8.
  private static int exponentialOfFraction(int a) {
    int x = a + (1 << 28);
    int x2 = highMultiply(x, x);
    int x3 = highMultiply(x2, x);
    int x4 = highMultiply(x2, x2);
    int higher = divide(highMultiply(divide(x4, 2) + x3, THIRD) + x2, 1);
    return EXP_OF_MINUS_EIGHTH + highMultiply(EXP_OF_MINUS_EIGHTH, x + higher);
  }

  /// `one_over_one_plus_x_for_x_in_0_1`, Q0.31 to Q0.31: three steps of Newton's.
  static int reciprocal(int a) {
    int half = (int) (((long) a + Integer.MAX_VALUE + 1) / 2);
    int x = FORTY_EIGHT_OVER_17 + highMultiply(half, -THIRTY_TWO_OVER_17);
    for (int i = 0; i < 3; i++) {
      int missing = (1 << 29) - highMultiply(half, x);
      x += shiftLeft(highMultiply(x, missing), 2);
    }
    return shiftLeft(x, 1);
  }
}
