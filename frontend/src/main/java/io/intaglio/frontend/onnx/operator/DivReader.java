package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealDivide;

/// ONNX `Div`; of integers, toward zero.
final class DivReader {
  private DivReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    if (site.input(0) instanceof Live && site.input(1) instanceof Folded divisor) {
      demandNoZero(site, divisor.tensor());
    }
    Arithmetic.read(site, (a, b) -> a / b, Math::divideExact, RealDivide::new);
  }

  private static void demandNoZero(NodeSite site, ConstantTensor divisor) {
    for (int i = 0; i < divisor.size(); i++) {
      if (divisor.real(i) == 0) {
        throw site.parameter("division by zero", "export a divisor other than zero");
      }
    }
  }
}
