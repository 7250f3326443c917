package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `y[i_0, …] = x[starts[0] + steps[0]·i_0, …]`; the extents are those of the node's shape.
public record RealSlice(Ref x, List<Integer> starts, List<Integer> steps) implements RealOp {
  public RealSlice {
    starts = List.copyOf(starts);
    steps = List.copyOf(steps);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
