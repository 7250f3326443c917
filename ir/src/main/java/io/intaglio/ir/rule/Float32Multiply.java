package io.intaglio.ir.rule;

/// `clamp(RNE(fl32(fl32(x)·scale)), lo − z, hi − z) + z`: the float32 requantization of ONNX
/// Runtime and of XNNPACK's `fp32` kernels, bounds applied before rounding, ties to even, zero
/// point after rounding.
///
/// Source: onnxruntime `MlasRequantizeOutput`; XNNPACK `qs8_qc8w` microkernels.
public record Float32Multiply(float scale, long zeroPoint, long lo, long hi) implements SourceRule {
  @Override
  public long apply(long x) {
    float product = (float) x * scale;
    float bounded = Math.clamp(product, (float) (lo - zeroPoint), (float) (hi - zeroPoint));
    return Math.addExact((long) Math.rint(bounded), zeroPoint);
  }

  @Override
  public int direction() {
    return scale < 0 ? -1 : 1;
  }

  @Override
  public int sourceMultiplierBits() {
    return 24;
  }
}
