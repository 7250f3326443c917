package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `Elu`: `x` if `x >= 0`, else `alpha·(e^x − 1)`.
final class EluReader {
  private EluReader() {}

  static void read(NodeSite site) {
    UnaryReader.read(site, RealUnary.Kind.ELU, site.real("alpha", 1), 0);
  }
}
