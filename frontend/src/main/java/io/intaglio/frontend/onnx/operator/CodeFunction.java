package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealUnary.Kind;
import io.intaglio.ir.real.Rational;

/// A function of one real between a dequantizer and a quantizer: a table of codes. Under
/// `onnxruntime` of the runtime's float32 kernel, under `exact` of the real function, rounded once.
/// Inputs: the codes, their scale and zero point, those of the result.
final class CodeFunction {
  private CodeFunction() {}

  /// Whether a profile has the function.
  static boolean isKnown(Profile profile, Kind kind) {
    return profile == Profile.EXACT
        ? CertifiedFunction.knows(kind)
        : FloatKernel.of(kind, 0, 0).isPresent();
  }

  /// Binds the node's result to the table of `kind` with the parameters `a` and `b`.
  static void read(NodeSite site, Kind kind, float a, float b) {
    site.demandInputs(5, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    site.demandTable(x);
    site.codes(table(site, x, y, kind, a, b), x.shape(), y.type(), y.grid());
  }

  static RealLookup table(
      NodeSite site, QuantizedTensor x, Parameters y, Kind kind, float a, float b) {
    if (!site.isExact()) {
      CodeTable.Real kernel =
          FloatKernel.of(kind, a, b)
              .orElseThrow(() -> site.form(site.operator() + " is not known", "use profile exact"));
      return CodeTable.of(
          x,
          y,
          v -> {
            float result = kernel.apply(v);
            if (Float.isNaN(result)) {
              throw undefined(site, v);
            }
            return result;
          });
    }
    CertifiedFunction function = new CertifiedFunction(kind, Rational.of(a), Rational.of(b));
    return CodeTable.exact(x, y, v -> function.code(v, y).orElseThrow(() -> undefined(site, v)));
  }

  private static Refusal undefined(NodeSite site, Object value) {
    return site.parameter(
        site.operator() + " has no value at " + value + ", which a code stands for",
        "quantize its operand to numbers that it is defined for");
  }
}
