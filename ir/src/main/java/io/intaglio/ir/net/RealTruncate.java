package io.intaglio.ir.net;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;
import java.util.List;

/// QONNX's Trunc: `y = RNE(x/scale + zeroPoint) / 2^shift`, clamped to `[lo, hi]` if `clamps`, then
/// `(R(y) − outZeroPoint)·outScale`.
///
/// Version 1 has no clamp, `outScale = scale` and `outZeroPoint = zeroPoint`; version 2 clamps
/// before rounding and has `outZeroPoint = zeroPoint/2^shift`.
public record RealTruncate(
    Ref x,
    FloatTensor scale,
    FloatTensor zeroPoint,
    int shift,
    boolean clamps,
    long lo,
    long hi,
    Rounding rounding,
    FloatTensor outScale,
    FloatTensor outZeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
