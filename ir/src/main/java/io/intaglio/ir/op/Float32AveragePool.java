package io.intaglio.ir.op;

import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Mean over windows of `x[H, W, C]` in float32. With `d(q) = fl32(fl32(q − inputZeroPoint) ·
/// inputScale)`, `S` the sum of the `d` of a window's elements that lie inside `x`, row by row,
/// each addition rounded to float32, and `n` their number (`kernelH·kernelW` if `countPadding`),
/// `y[i,j,c] = clamp(R(fl32(fl32(fl32(S/n)/outputScale) + zeroPoint)))`: `R` rounds half to even,
/// the clamp is to `type`.
///
/// The window of `y[i,j,c]` begins at row `i·strideH − padTop` and column `j·strideW − padLeft`.
public record Float32AveragePool(
    Ref x,
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    boolean countPadding,
    long inputZeroPoint,
    float inputScale,
    float outputScale,
    IntType type,
    long zeroPoint)
    implements Op {
  public Float32AveragePool {
    Checks.require(
        kernelH > 0 && kernelW > 0 && strideH > 0 && strideW > 0,
        "Float32AveragePool: kernel and strides must be positive");
    Checks.require(
        padTop >= 0 && padLeft >= 0 && padBottom >= 0 && padRight >= 0,
        "Float32AveragePool: negative padding");
    Checks.require(
        padTop < kernelH && padBottom < kernelH && padLeft < kernelW && padRight < kernelW,
        "Float32AveragePool: a window covers padding only");
    Checks.require(
        inputScale > 0 && outputScale > 0 && inputScale <= 1e30f && outputScale >= 1e-30f,
        "Float32AveragePool: scales " + inputScale + ", " + outputScale);
    Checks.require(
        type.bits() <= Integer.SIZE && Math.abs(zeroPoint) <= 1L << 32,
        "Float32AveragePool: codes of " + type);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() == 3, "Float32AveragePool over " + in + ", needs [H, W, C]");
    return Shape.of(
        Checks.windows("Float32AveragePool", in.dim(0) + padTop + padBottom, kernelH, strideH),
        Checks.windows("Float32AveragePool", in.dim(1) + padLeft + padRight, kernelW, strideW),
        in.dim(2));
  }
}
