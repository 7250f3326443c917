package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import java.math.BigInteger;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/// A function of one code as a table, filled in the runtime's float32 arithmetic:
/// dequantize, apply, quantize.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_lookup_table.cc
/// (`QlinearBuildLookupTable`).
final class CodeTable {
  /// A function of one float32 number.
  @FunctionalInterface
  interface Real {
    float apply(float x);
  }

  private CodeTable() {}

  /// The function `real` of the codes of `x`.
  static RealLookup of(QuantizedTensor x, Parameters y, Real real) {
    return of(x.real(), x.parameters(), y, real);
  }

  static RealLookup of(Ref x, Parameters in, Parameters y, Real real) {
    return table(x, in, y, q -> quantized(y, real.apply(in.scale() * (q - in.zeroPoint()))));
  }

  /// The codes that `code` gives for the rational numbers that codes of `x` stand for.
  static RealLookup exact(QuantizedTensor x, Parameters y, ToLongFunction<Rational> code) {
    Parameters in = x.parameters();
    return table(
        x.real(),
        in,
        y,
        q -> code.applyAsLong(in.step(0).multiply(Rational.of(q - in.zeroPoint()))));
  }

  private static RealLookup table(Ref x, Parameters in, Parameters y, LongUnaryOperator code) {
    long[] table = new long[(int) (in.hi() - in.lo() + 1)];
    for (int i = 0; i < table.length; i++) {
      table[i] = code.applyAsLong(in.lo() + i);
    }
    return new RealLookup(
        x,
        in.step(0),
        in.zeroPoint(),
        IntTensor.vector(table),
        0,
        in.lo(),
        y.type().integers(),
        y.step(0),
        y.zeroPoint());
  }

  /// QuantizeLinear in real arithmetic: `clamp(RNE(v/scale) + zeroPoint)`.
  static long rounded(Parameters y, Rational v) {
    return Rounding.HALF_EVEN
        .round(Surd.of(v.divide(y.step(0))))
        .add(BigInteger.valueOf(y.zeroPoint()))
        .max(BigInteger.valueOf(y.lo()))
        .min(BigInteger.valueOf(y.hi()))
        .longValueExact();
  }

  /// QuantizeLinear in float32: `saturate(RNE(v/scale) + zeroPoint)`.
  static long quantized(Parameters y, float v) {
    float quotient = v / y.scale();
    double lo = (double) (y.lo() - y.zeroPoint());
    double hi = (double) (y.hi() - y.zeroPoint());
    return (long) Math.rint(Math.clamp((double) quotient, lo, hi)) + y.zeroPoint();
  }
}
