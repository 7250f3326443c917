package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// Softmax of codes along the last axis in gemmlowp's fixed-point arithmetic. `x` is
/// `(q − inputZeroPoint)·inputStep`; differences to the greatest code below `diffMin` count as
/// zero, the others are brought to Q5.26 by `multiplier·2^(leftShift − 31)`.
///
/// Source: tensorflow/lite/kernels/internal/reference/softmax.h; gemmlowp fixedpoint.h.
public record RealGemmlowpSoftmax(
    Ref x,
    Rational inputStep,
    long inputZeroPoint,
    int multiplier,
    int leftShift,
    int diffMin,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
