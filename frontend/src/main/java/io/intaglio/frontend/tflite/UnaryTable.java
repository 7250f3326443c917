package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import java.util.function.LongUnaryOperator;

/// A function of one code of 8 or 16 bits, by all of its values in the runtime's own arithmetic.
final class UnaryTable {
  private UnaryTable() {}

  /// Emits the output as `code` of the input's codes, kept inside the output's type.
  static void emit(OperatorSite site, FlatTensor x, LongUnaryOperator code)
      throws OperatorSite.Refused {
    ShapeRules.demandShape(site, site.output(), x.shape());
    site.result(lookup(site, x, code));
  }

  /// The codes of `x` as those of the output, whose shape may be another.
  static RealLookup lookup(OperatorSite site, FlatTensor x, LongUnaryOperator code)
      throws OperatorSite.Refused {
    FlatTensor y = site.output();
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    IntType from = site.codeType(x);
    IntType to = site.codeType(y);
    long[] table = new long[1 << from.bits()];
    for (int i = 0; i < table.length; i++) {
      table[i] = Math.clamp(code.applyAsLong(from.min() + i), to.min(), to.max());
    }
    return new RealLookup(
        site.operand(x),
        in.step(),
        in.zeroPoint(),
        IntTensor.vector(table),
        0,
        from.min(),
        to,
        out.step(),
        out.zeroPoint());
  }
}
