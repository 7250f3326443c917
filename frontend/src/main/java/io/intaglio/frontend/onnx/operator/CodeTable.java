package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntTensor;

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
    long[] table = new long[(int) (in.hi() - in.lo() + 1)];
    for (int i = 0; i < table.length; i++) {
      table[i] = quantized(y, real.apply(in.scale() * (in.lo() + i - in.zeroPoint())));
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

  /// QuantizeLinear in float32: `saturate(RNE(v/scale) + zeroPoint)`.
  static long quantized(Parameters y, float v) {
    float quotient = v / y.scale();
    double lo = (double) (y.lo() - y.zeroPoint());
    double hi = (double) (y.hi() - y.zeroPoint());
    return (long) Math.rint(Math.clamp((double) quotient, lo, hi)) + y.zeroPoint();
  }
}
