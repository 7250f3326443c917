package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// The sum over `axes`, which stay with extent 1 if `keepAxes`.
public record RealReduceSum(Ref x, List<Integer> axes, boolean keepAxes) implements RealOp {
  public RealReduceSum {
    axes = List.copyOf(axes);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
