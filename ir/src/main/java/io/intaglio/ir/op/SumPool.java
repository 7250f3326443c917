package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[i,j,c] = Σ x[i·strideH + u, j·strideW + v, c]` over `0 <= u < kernelH`, `0 <= v < kernelW`.
public record SumPool(Ref x, int kernelH, int kernelW, int strideH, int strideW) implements Op {
  public SumPool {
    Checks.require(
        kernelH > 0 && kernelW > 0 && strideH > 0 && strideW > 0,
        "SumPool: kernel and strides must be positive");
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() == 3, "SumPool over " + in + ", needs [H, W, C]");
    return Shape.of(
        Checks.windows("SumPool", in.dim(0), kernelH, strideH),
        Checks.windows("SumPool", in.dim(1), kernelW, strideW),
        in.dim(2));
  }
}
