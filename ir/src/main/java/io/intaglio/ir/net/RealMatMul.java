package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Matrix product over the last axis of `x` and the first of the constant `w`, `[in, out]`.
public record RealMatMul(Ref x, Ref w) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x, w);
  }
}
