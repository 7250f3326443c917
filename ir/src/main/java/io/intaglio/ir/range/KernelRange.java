package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import java.math.BigInteger;

/// Runtimes' kernels that read operands of few bits.
final class KernelRange {
  private static final IntType WORD = IntType.signed(16);

  private KernelRange() {}

  static Range of(TableSoftmax op, Value x) {
    if (x.range().max() - x.range().min() >= TableSoftmax.ENTRIES) {
      throw refusal(x, "a table softmax", "8 bits");
    }
    return Range.of(op.type());
  }

  static Range of(Int16Softmax op, Value x) {
    if (!WORD.contains(x.range().min()) || !WORD.contains(x.range().max())) {
      throw refusal(x, op.getClass().getSimpleName(), "16 signed bits");
    }
    return Range.uniform(0, WORD.max());
  }

  /// From no share to all.
  static Range of(RoundedSoftmax op) {
    BigInteger all =
        Rounding.HALF_EVEN
            .round(Surd.of(Rational.ONE.divide(op.step())))
            .add(BigInteger.valueOf(op.zeroPoint()))
            .min(BigInteger.valueOf(op.type().max()));
    return Range.uniform(op.zeroPoint(), all.longValueExact());
  }

  private static InvalidInput refusal(Value x, String kernel, String bits) {
    return new InvalidInput(
        Diagnostic.error(
            Code.IR_INVALID,
            x.origin(),
            "an operand of " + kernel + " has more than " + bits,
            "give it codes of " + bits));
  }
}
