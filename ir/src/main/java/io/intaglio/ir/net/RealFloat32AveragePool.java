package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// Mean over windows of `[N, C, H, W]`, summed in float32 one element after the other, row by row.
/// `x` is `(q − inputZeroPoint)·inputStep`; each term is `fl32(fl32(q − z)·inputScale)` with the
/// input's zero point `z`, `m` the sum divided by the count, and the code of the result
/// `saturate(RNE(fl32(fl32(m/outputScale) + zeroPoint)))`. That stands for
/// `(code − zeroPoint)·step`.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_pool.cc.
///
/// @param countPadding whether the count includes padding, which adds zeros
public record RealFloat32AveragePool(
    Ref x,
    Rational inputStep,
    long inputZeroPoint,
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    boolean countPadding,
    float inputScale,
    float outputScale,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
