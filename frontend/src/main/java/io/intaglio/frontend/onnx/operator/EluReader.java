package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `Elu`: `x` if `x >= 0`, else `alpha·(e^x − 1)`.
final class EluReader {
  private EluReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    UnaryReader.result(site, site.live(0), RealUnary.Kind.ELU, site.real("alpha", 1), 0);
  }
}
