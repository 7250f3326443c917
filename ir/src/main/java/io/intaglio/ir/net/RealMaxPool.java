package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Maximum over windows of the two innermost axes of `[N, C, H, W]`; padding never wins.
public record RealMaxPool(
    Ref x,
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
