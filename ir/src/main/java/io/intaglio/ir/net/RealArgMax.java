package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// The lowest index of the greatest element along `axis`, which stays with extent 1 if `keepAxis`.
public record RealArgMax(Ref x, int axis, boolean keepAxis) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
