package io.intaglio.frontend.tflite;

import java.util.Optional;

/// A real factor as TFLite stores it, `multiplier·2^(shift − 31)`.
///
/// Source: tensorflow/lite/kernels/internal/quantization_util.cc, `QuantizeMultiplier` without
/// `TFLITE_SINGLE_ROUNDING`. All in `double`, as there.
record FixedPointMultiplier(int multiplier, int shift) {

  /// The nearest multiplier of `factor`, ties away from zero; empty if the factor is no positive
  /// number below `2^30`.
  static Optional<FixedPointMultiplier> of(double factor) {
    if (!(factor > 0) || factor >= 0x1p30) {
      return Optional.empty();
    }
    int shift = Math.getExponent(factor) + 1;
    double fraction = Math.scalb(factor, -shift);
    long multiplier = (long) Math.floor(fraction * 0x1p31 + 0.5);
    if (multiplier == 1L << 31) {
      multiplier /= 2;
      shift++;
    }
    return Optional.of(
        shift < -31
            ? new FixedPointMultiplier(0, 0)
            : new FixedPointMultiplier((int) multiplier, shift));
  }
}
