package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// Softmax of codes along the last axis, in real arithmetic and rounded once. `x` is
/// `(q − inputZeroPoint)·inputStep`; the result is `(code − zeroPoint)·step`, its code that of the
/// operator `RoundedSoftmax`.
public record RealRoundedSoftmax(
    Ref x, Rational inputStep, long inputZeroPoint, IntType type, Rational step, long zeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
