package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.real.Rational;

/// `com.microsoft.QLinearLeakyRelu`: `x` or `alpha·x` in float32, by table; under
/// `exact` in real arithmetic.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_activations.cc.
final class QLinearLeakyReluReader {
  private QLinearLeakyReluReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    site.demandTable(x);
    float alpha = site.real("alpha", 0.01f);
    site.codes(
        site.isExact() ? real(x, y, Rational.of(alpha)) : table(x, y, alpha),
        x.shape(),
        y.type(),
        y.grid());
  }

  private static RealLookup table(QuantizedTensor x, Parameters y, float alpha) {
    return CodeTable.of(x, y, v -> v >= 0 ? v : alpha * v);
  }

  private static RealLookup real(QuantizedTensor x, Parameters y, Rational alpha) {
    return CodeTable.exact(x, y, v -> CodeTable.rounded(y, v.signum() < 0 ? v.multiply(alpha) : v));
  }
}
