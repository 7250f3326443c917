package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// The same elements in row-major order under the shape of the node.
public record RealReshape(Ref x) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
