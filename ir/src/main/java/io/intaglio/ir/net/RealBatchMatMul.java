package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Matrix products `[…, M, K]·[…, K, N]` of two tensors with the same leading axes, neither of them
/// a constant.
public record RealBatchMatMul(Ref a, Ref b) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }
}
