package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `Sqrt`; of a constant it is folded, as all runtimes round it correctly.
final class SqrtReader {
  private SqrtReader() {}

  static void read(NodeSite site) {
    if (site.input(0) instanceof Traced.Live) {
      UnaryReader.read(site, RealUnary.Kind.SQRT, 0, 0);
    } else {
      site.demandInputs(1, 1);
      Folding.unary(site, site.constant(0, "operand"), Math::sqrt);
    }
  }
}
