package io.intaglio.ir.rule;

/// `clamp(R(x·factor) + zeroPoint, lo, hi)`, the product in double, `R` half away from zero: how
/// TFLite's reference FULLY_CONNECTED requantizes since LiteRT 1.3.
///
/// Source: tensorflow/lite/kernels/internal/reference/integer_ops/fully_connected.h, the overload
/// with float scales.
public record DoubleMultiply(double factor, long zeroPoint, long lo, long hi)
    implements SourceRule {
  @Override
  public long apply(long x) {
    double product = (double) x * factor;
    double magnitude = Math.abs(product);
    double whole = Math.floor(magnitude);
    // Not floor(|p| + 0.5), which is 1 at the double below one half.
    double rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
    long code = (long) Math.copySign(rounded, product);
    return Math.clamp(Math.addExact(code, zeroPoint), lo, hi);
  }

  @Override
  public int direction() {
    return factor < 0 ? -1 : 1;
  }

  @Override
  public int sourceMultiplierBits() {
    return 53;
  }
}
