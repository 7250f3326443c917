package io.intaglio.backend.hardware;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;

/// Upper bounds that stop at `Long.MAX_VALUE` instead of overflowing.
final class Bound {
  /// No cell may reach this magnitude: 63 bits with sign.
  static final long LIMIT = 1L << 62;

  private Bound() {}

  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long multiply(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  static long magnitude(long value) {
    return value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value);
  }

  static long magnitude(Range range) {
    return Math.max(magnitude(range.min()), magnitude(range.max()));
  }

  static long magnitude(IntTensor tensor) {
    return Math.max(magnitude(tensor.min()), magnitude(tensor.max()));
  }

  /// Sum of the magnitudes of the signed digits, at most 5/3 of the constant's own: what partial
  /// sums in any order may reach.
  static long digits(long constant) {
    if (magnitude(constant) >= LIMIT) {
      return Long.MAX_VALUE;
    }
    SignedDigits digits = SignedDigits.of(constant);
    return add(digits.plus(), digits.minus());
  }

  static int digitCount(long constant) {
    return magnitude(constant) >= LIMIT ? Long.SIZE : SignedDigits.of(constant).count();
  }
}
