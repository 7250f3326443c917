package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `(x − mean)/√(variance + epsilon)·gamma + beta` along axis 1, with the exact square root and
/// `epsilon` the exact value of the stored float32.
public record RealBatchNorm(
    Ref x, RealTensor gamma, RealTensor beta, RealTensor mean, RealTensor variance, float epsilon)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
