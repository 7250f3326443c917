package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// The inputs one after the other along `axis`.
public record RealConcat(List<Ref> inputs, int axis) implements RealOp {
  public RealConcat {
    inputs = List.copyOf(inputs);
  }

  @Override
  public List<Ref> operands() {
    return inputs;
  }
}
