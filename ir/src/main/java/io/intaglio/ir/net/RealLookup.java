package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// A function of at most 16 bits, by its values. `x` must be `(q − inputZeroPoint)·inputStep` for
/// integers `q`; the code of the result is `table[q − base]`, or `table[c, q − base]` with one row
/// for each index `c` along `axis`, and its real value `(code − zeroPoint)·step`.
///
/// How a runtime's own unary functions come in: the importer fills the table in the runtime's
/// arithmetic.
public record RealLookup(
    Ref x,
    Rational inputStep,
    long inputZeroPoint,
    IntTensor table,
    int axis,
    long base,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  /// Entries of one row: functions of at most 16 bits.
  public static final int MAX_ENTRIES = 1 << 16;

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
