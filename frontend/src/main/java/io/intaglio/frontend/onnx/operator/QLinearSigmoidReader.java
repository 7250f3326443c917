package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealUnary;

/// `com.microsoft.QLinearSigmoid`: a table of the runtime's own float32 approximation of the
/// logistic function; under `exact` of the real function, rounded once.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_activations.cc,
/// onnxruntime/core/mlas/lib/logistic.cpp.
final class QLinearSigmoidReader {
  private QLinearSigmoidReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    site.demandTable(x);
    site.codes(
        CodeFunction.table(site, x, y, RealUnary.Kind.SIGMOID, 0, 0),
        x.shape(),
        y.type(),
        y.grid());
  }
}
