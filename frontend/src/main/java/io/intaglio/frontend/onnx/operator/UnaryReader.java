package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.op.Ref;

/// ONNX operators that apply one function without parameters to each element: `Abs`, `Ceil`,
/// `Erf`, `Exp`, `Floor`, `HardSwish`, `Log`, `Round`, `Sigmoid`, `Sign`, `Softplus`,
/// `Softsign`, `Sqrt`, `Tanh`.
final class UnaryReader {
  private UnaryReader() {}

  static OperatorReader of(RealUnary.Kind kind) {
    return site -> read(site, kind, 0, 0);
  }

  /// Binds the node's result to a function of each element of its operand.
  static void read(NodeSite site, RealUnary.Kind kind, float a, float b) {
    if (site.isBetweenQuantizers()) {
      CodeFunction.read(site, kind, a, b);
      return;
    }
    site.demandInputs(1, 1);
    Live x = site.live(0);
    site.result(new RealUnary(new Ref(x.name()), kind, a, b), x.shape(), x.type());
  }
}
