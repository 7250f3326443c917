package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Softmax along `axis`, only as the last operator before an output.
public record RealSoftmax(Ref x, int axis) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
