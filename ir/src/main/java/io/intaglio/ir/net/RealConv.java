package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Convolution (cross-correlation) of `x[N, C, H, W]` with the constant `w[O, C/groups, kH, kW]`,
/// zeros outside. A one-dimensional convolution has `H = kH = 1`; a bias is a [RealAdd] behind it.
public record RealConv(
    Ref x,
    Ref w,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW,
    int groups)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x, w);
  }
}
