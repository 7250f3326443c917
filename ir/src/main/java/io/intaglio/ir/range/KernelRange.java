package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;

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

  private static InvalidInput refusal(Value x, String kernel, String bits) {
    return new InvalidInput(
        Diagnostic.error(
            Code.IR_INVALID,
            x.origin(),
            "an operand of " + kernel + " has more than " + bits,
            "give it codes of " + bits));
  }
}
