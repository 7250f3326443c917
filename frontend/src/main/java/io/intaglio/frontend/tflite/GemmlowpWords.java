package io.intaglio.frontend.tflite;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// gemmlowp's fixed-point LOGISTIC and TANH of 16 bits, which LiteRT's optimized kernels take for
/// scales of `2^-12`, and of `2^-11` for TANH: inputs with 3 integer bits, results with none.
///
/// Source: gemmlowp fixedpoint/fixedpoint.h; tensorflow/lite/kernels/internal/optimized/
/// optimized_ops.h `Logistic` and `Tanh` of `int16_t`.
final class GemmlowpWords {
  private static final int INTEGER_BITS = 3;
  private static final int ONE = Short.MAX_VALUE;
  private static final int ONE_IN_Q2 = 1 << 13;
  private static final int[] EXPONENTIALS = {
    1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242
  };

  private GemmlowpWords() {}

  /// The function of a code; empty for other scales.
  static Optional<LongUnaryOperator> of(boolean tangent, float scale) {
    if (WordSigmoid.isNearly(scale, -12)) {
      return Optional.of(q -> tangent ? tangent((int) q) : logistic((int) q));
    }
    return tangent && WordSigmoid.isNearly(scale, -11)
        ? Optional.of(q -> tangent(doubled((int) q, 1)))
        : Optional.empty();
  }

  private static int logistic(int a) {
    if (a == 0) {
      return 1 << 14;
    }
    int negative = a > 0 ? -a : a;
    // Half of the reciprocal is the same number with one integer bit.
    int positive = doubled(reciprocal(exponential(negative, INTEGER_BITS)), 1);
    return a > 0 ? positive : ONE - positive;
  }

  private static int tangent(int a) {
    if (a == 0) {
      return 0;
    }
    int negative = a > 0 ? -a : a;
    int size = doubled(reciprocal(exponential(negative, INTEGER_BITS + 1)) - ONE_IN_Q2, 2);
    return a < 0 ? -size : size;
  }

  /// `exp(a)` for `a < 0` of `integerBits`.
  private static int exponential(int a, int integerBits) {
    int fractionBits = 15 - integerBits;
    int quarter = 1 << (fractionBits - 2);
    int remainder = (a & (quarter - 1)) - quarter;
    int result = exponentialNearZero(doubled(remainder, integerBits));
    int rest = remainder - a;
    for (int e = -2; e < integerBits; e++) {
      if ((rest >> (fractionBits + e) & 1) != 0) {
        result = multiply(result, constant(EXPONENTIALS[e + 2]));
      }
    }
    return result;
  }

  private static int exponentialNearZero(int a) {
    int x = a + (1 << 12);
    int x2 = multiply(x, x);
    int x3 = multiply(x2, x);
    int x4 = multiply(x2, x2);
    int third = constant(715827883);
    int tail =
        GemmlowpFixedPoint.divide(multiply(GemmlowpFixedPoint.divide(x4, 2) + x3, third) + x2, 1);
    int start = constant(1895147668);
    return Math.clamp((long) start + multiply(start, x + tail), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  /// `1/((1 + a)/2)` with two integer bits, by Newton's method.
  private static int reciprocal(int a) {
    int half = (a + ONE + 1) / 2;
    int x = constant(1515870810) + multiply(half, constant(-1010580540));
    for (int i = 0; i < 3; i++) {
      int error = ONE_IN_Q2 - multiply(half, x);
      x += doubled(multiply(x, error), 2);
    }
    return x;
  }

  private static int multiply(int a, int b) {
    return GemmlowpFixedPoint.multiply16(a, b);
  }

  /// The 16 upper bits of a constant, rounded.
  private static int constant(int wide) {
    return GemmlowpFixedPoint.divide(wide, 16);
  }

  /// `x·2^exponent`, saturating.
  private static int doubled(int x, int exponent) {
    int threshold = (1 << (15 - exponent)) - 1;
    return x > threshold ? Short.MAX_VALUE : x < -threshold ? Short.MIN_VALUE : x << exponent;
  }
}
