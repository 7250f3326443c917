package io.intaglio.ir.rule;

/// `clamp(RNE(fl32(fl32(fl32(x)·factor) + offset)), lo, hi)`: a float32 product and a float32 sum,
/// the zero point within `offset` and so added before the rounding. How XNNPACK averages codes.
///
/// Source: XNNPACK `qs8-rsum` and `xnn_reduce` with the `fp32` scaling of
/// src/operators/reduce-nd.c.
public record Float32Affine(float factor, float offset, long lo, long hi) implements SourceRule {
  @Override
  public long apply(long x) {
    float product = (float) x * factor;
    float sum = product + offset;
    return Math.clamp((long) Math.rint(sum), lo, hi);
  }

  @Override
  public int direction() {
    return factor < 0 ? -1 : 1;
  }

  @Override
  public int sourceMultiplierBits() {
    return 24;
  }
}
