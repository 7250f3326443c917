package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Slices `indices[0], indices[1], …` of `x` along `axis`.
public record RealGather(Ref x, int axis, List<Integer> indices) implements RealOp {
  public RealGather {
    indices = List.copyOf(indices);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
