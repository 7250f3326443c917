package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `a + b`, either broadcast to the other.
public record RealAdd(Ref a, Ref b) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }
}
