package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `max(x, 0)`.
public record RealRelu(Ref x) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
