package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `x` if `x >= 0`, else `slope·x`.
public record RealLeakyRelu(Ref x, float slope) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
