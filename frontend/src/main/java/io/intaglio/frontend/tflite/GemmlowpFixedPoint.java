package io.intaglio.frontend.tflite;

/// gemmlowp's fixed-point functions of 32 bits, as the TFLite kernels call them for int8: inputs
/// with 4 integer bits, results with none.
///
/// Source: gemmlowp fixedpoint/fixedpoint.h.
final class GemmlowpFixedPoint {
  private static final int ONE = Integer.MAX_VALUE;
  private static final int ONE_IN_Q2 = 1 << 29;
  private static final int[] EXPONENTIALS = {
    1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242
  };

  private GemmlowpFixedPoint() {}

  /// `SaturatingRoundingDoublingHighMul` of 32 bits.
  static int multiply(int a, int b) {
    return a == Integer.MIN_VALUE && b == Integer.MIN_VALUE
        ? Integer.MAX_VALUE
        : (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /// `SaturatingRoundingDoublingHighMul` of 16 bits.
  static int multiply16(int a, int b) {
    if (a == Short.MIN_VALUE && b == Short.MIN_VALUE) {
      return Short.MAX_VALUE;
    }
    int product = a * b;
    return (short) ((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
  }

  /// `RoundingDivideByPOT`: ties away from zero.
  static int divide(int x, int exponent) {
    int mask = (int) ((1L << exponent) - 1);
    int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
  }

  private static int shiftLeft(int x, int exponent) {
    int threshold = (1 << (31 - exponent)) - 1;
    return x > threshold ? Integer.MAX_VALUE : x < -threshold ? Integer.MIN_VALUE : x << exponent;
  }

  /// `exp(a)` for `a <= 0` of `integerBits`.
  static int exponential(int a, int integerBits) {
    if (a == 0) {
      return ONE;
    }
    int fractionBits = 31 - integerBits;
    int quarter = 1 << (fractionBits - 2);
    int remainder = (a & (quarter - 1)) - quarter;
    int result = exponentialNearZero(shiftLeft(remainder, integerBits));
    int rest = remainder - a;
    for (int e = -2; e < Math.min(integerBits, 5); e++) {
      if ((rest >> (fractionBits + e) & 1) != 0) {
        result = multiply(result, EXPONENTIALS[e + 2]);
      }
    }
    return integerBits > 5 && a < -(1 << (36 - integerBits)) ? 0 : result;
  }

  private static int exponentialNearZero(int a) {
    int x = a + (1 << 28);
    int x2 = multiply(x, x);
    int x3 = multiply(x2, x);
    int x4 = multiply(x2, x2);
    int tail = divide(multiply(divide(x4, 2) + x3, 715827883) + x2, 1);
    return 1895147668 + multiply(1895147668, x + tail);
  }

  /// `1/((1 + a)/2)` with two integer bits, by Newton's method.
  private static int reciprocal(int a) {
    long sum = (long) a + ONE;
    int half = (int) ((sum + (sum >= 0 ? 1 : -1)) / 2);
    int x = 1515870810 + multiply(half, -1010580540);
    for (int i = 0; i < 3; i++) {
      int error = ONE_IN_Q2 - multiply(half, x);
      x += shiftLeft(multiply(x, error), 2);
    }
    return x;
  }

  /// `1/(1 + exp(−a))`.
  static int logistic(int a) {
    if (a == 0) {
      return 1 << 30;
    }
    // The half of the reciprocal is the same number with one integer bit.
    int positive = shiftLeft(reciprocal(exponential(-Math.abs(a), 4)), 1);
    return a > 0 ? positive : ONE - positive;
  }

  /// `tanh(a)`.
  static int hyperbolicTangent(int a) {
    if (a == 0) {
      return 0;
    }
    int size = shiftLeft(reciprocal(exponential(-Math.abs(a), 5)) - ONE_IN_Q2, 2);
    return a < 0 ? -size : size;
  }
}
