package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;

/// `com.microsoft.QLinearLeakyRelu`: `x` or `alpha·x` in float32, by table.
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
    site.codes(CodeTable.of(x, y, v -> v >= 0 ? v : alpha * v), x.shape(), y.type(), y.grid());
  }
}
