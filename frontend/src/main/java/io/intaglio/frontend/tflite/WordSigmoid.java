package io.intaglio.frontend.tflite;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongUnaryOperator;

/// LOGISTIC and TANH of 16-bit codes: one table of `2^16·logistic(i/24)` for both, interpolated.
///
/// Each entry of the table is moved by half of what the chord to the next one misses in the middle;
/// the last one is 65535. Codes come to multiples of `1/(3·2^12)` by a multiplier of 15 bits.
///
/// Source: tensorflow/lite/kernels/internal/reference/integer_ops/logistic.h and tanh.h;
/// `sigmoid_table_uint16` in kernels/internal/common.h; micro/kernels/logistic_common.cc, tanh.cc.
final class WordSigmoid {
  private static final int ENTRIES = 256;
  private static final double NEARLY = 1e-3;
  private static final long[] TABLE = table();

  private WordSigmoid() {}

  private static long[] table() {
    long[] table = new long[ENTRIES];
    for (int i = 0; i < ENTRIES - 1; i++) {
      double here = logistic(i);
      double missed = logistic(i + 0.5) - (here + logistic(i + 1)) / 2;
      table[i] = (long) Math.floor(0x1p16 * (here + missed / 2) + 0.5);
    }
    table[ENTRIES - 1] = 65_535;
    return table;
  }

  private static double logistic(double twentyFourths) {
    return 1 / (1 + StrictMath.exp(-twentyFourths / 24));
  }

  /// Entry `i` of the table.
  static long entry(int i) {
    return TABLE[i];
  }

  /// The exponent of a scale that is a power of two, or so near one that the runtime takes it for
  /// that.
  static OptionalInt exponent(float scale) {
    double exponent = StrictMath.log(scale) / StrictMath.log(2);
    boolean near = Math.abs(exponent - Math.rint(exponent)) < NEARLY;
    return near ? OptionalInt.of((int) Math.rint(exponent)) : OptionalInt.empty();
  }

  /// Whether a scale is `2^exponent` or so near it that the runtime takes it for that.
  static boolean isNearly(float scale, int exponent) {
    return exponent(scale).equals(OptionalInt.of(exponent));
  }

  /// The function of a code, or nothing if the runtime's integers do not hold codes of this scale.
  static Optional<LongUnaryOperator> of(boolean tangent, float scale) {
    boolean direct = isNearly(scale, -12);
    boolean twice = tangent && isNearly(scale, -11);
    if (direct || twice) {
      return Optional.of(code(tangent, direct ? 3 : 6, 0));
    }
    double multiplier = scale * 4096.0 * 3.0;
    int shift = 0;
    while (multiplier <= 32_767.0 / 2 && shift <= 30) {
      shift++;
      multiplier *= 2;
    }
    return multiplier > 32_767
        ? Optional.empty()
        : Optional.of(code(tangent, (long) multiplier, shift));
  }

  private static LongUnaryOperator code(boolean tangent, long multiplier, int shift) {
    long round = shift > 0 ? 1L << (shift - 1) : 0;
    return q -> {
      long x = (q * multiplier + round) >> shift;
      return tangent ? tangentOf(x) : logisticOf(x);
    };
  }

  private static long logisticOf(long x) {
    long y = Math.abs(x) >> 9 >= ENTRIES - 1 ? 0x7FFFL << 10 : between(Math.abs(x), 9);
    return (x >= 0 ? y + (1 << 9) : (1L << 25) - y + (1 << 9) - 1) >> 10;
  }

  /// `tanh(x) = 2·logistic(2·x) − 1`.
  private static long tangentOf(long x) {
    long y = Math.abs(x) >> 8 >= ENTRIES - 1 ? 0xFFFFL << 8 : between(Math.abs(x), 8);
    return (x >= 0 ? y - (1L << 23) + (1 << 7) : (1L << 23) - y + (1 << 7) - 1) >> 8;
  }

  private static long between(long x, int bits) {
    int k = (int) (x >> bits);
    return (TABLE[k] << bits) + (x & ((1L << bits) - 1)) * (TABLE[k + 1] - TABLE[k]);
  }
}
