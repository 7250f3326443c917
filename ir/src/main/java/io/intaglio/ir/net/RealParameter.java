package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// A constant.
public record RealParameter(RealTensor value) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of();
  }
}
