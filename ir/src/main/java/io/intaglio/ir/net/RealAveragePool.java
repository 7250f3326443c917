package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Mean over windows of the two innermost axes of `[N, C, H, W]`. With `countPadding` the
/// divisor is always `kernelH·kernelW`, else the number of window elements that lie inside `x`.
public record RealAveragePool(
    Ref x,
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    boolean countPadding)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
