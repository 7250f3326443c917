package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import java.util.List;

/// Softmax of 16-bit codes along the last axis by two interpolated tables of 513 entries. `x` is
/// `(q − inputZeroPoint)·inputStep`; differences to the greatest code are brought to a number in
/// −65535..0 that stands for −10..0 by `multiplier·2^(shift − 31)`. The result is `code·step`, its
/// code one of 0..32767. The formula is that of the operator `Int16Softmax`.
///
/// Source: tensorflow/lite/kernels/internal/reference/softmax.h, `SoftmaxInt16`; its tables are
/// those of `LUTPopulate` of `exp` over [−10, 0] and of `1/(1 + x)` over [0, 1].
///
/// @param exponentials 513 numbers `2^15·exp(x)`, x from −10 to 0
/// @param reciprocals 513 numbers `2^15/(1 + x)`, x from 0 to 1
public record RealInt16Softmax(
    Ref x,
    Rational inputStep,
    long inputZeroPoint,
    int multiplier,
    int shift,
    IntTensor exponentials,
    IntTensor reciprocals,
    Rational step)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
