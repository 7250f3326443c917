package io.intaglio.ir.rule;

/// TFLite's `MultiplyByQuantizedMultiplier`, then zero point and bounds:
/// `clamp(M(x) + z, lo, hi)` for `M(x) ≈ x · multiplier · 2^(shift − 31)`.
///
/// Source: tensorflow/lite/kernels/internal/common.cc; gemmlowp fixedpoint.h
/// (`SaturatingRoundingDoublingHighMul`, `RoundingDivideByPOT`).
public record TfliteMultiply(
    Variant variant, int multiplier, int shift, long zeroPoint, long lo, long hi)
    implements SourceRule {
  /// How often and how ties round.
  public enum Variant {
    /// Two roundings: high multiply with ties up, then a division with ties away from zero.
    DOUBLE,
    /// Two roundings, both with ties up (NEON `vqrdmulh`, `vrshl`).
    DOUBLE_NEON,
    /// One rounding with ties up (`TFLITE_SINGLE_ROUNDING`).
    SINGLE
  }

  public TfliteMultiply {
    if (multiplier < 0 || shift < -31 || shift > 30) {
      throw new IllegalArgumentException("multiplier " + multiplier + ", shift " + shift);
    }
  }

  @Override
  public long apply(long x) {
    return Math.clamp(Math.addExact(multiply(x), zeroPoint), lo, hi);
  }

  /// `M(x)`.
  ///
  /// @throws ArithmeticException where the runtime's 32-bit arithmetic would overflow
  public long multiply(long x) {
    int value = Math.toIntExact(x);
    if (variant == Variant.SINGLE) {
      long round = 1L << (30 - shift);
      return Math.toIntExact(((long) value * multiplier + round) >> (31 - shift));
    }
    int shifted = Math.multiplyExact(value, 1 << Math.max(shift, 0));
    // The one saturating case of the high multiply needs multiplier −2^31, which is excluded.
    long high = ((long) shifted * multiplier + (1L << 30)) >> 31;
    int right = Math.max(-shift, 0);
    if (right == 0) {
      return high;
    }
    long half = 1L << (right - 1);
    return variant == Variant.DOUBLE_NEON || high >= 0
        ? (high + half) >> right
        : -((-high + half) >> right);
  }

  @Override
  public int direction() {
    return 1;
  }

  @Override
  public int sourceMultiplierBits() {
    return 31;
  }
}
