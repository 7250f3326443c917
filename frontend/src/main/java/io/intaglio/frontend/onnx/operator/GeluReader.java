package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `Gelu` (opset 20) by the error function; its approximation by `tanh` is refused.
final class GeluReader {
  private GeluReader() {}

  static void read(NodeSite site) {
    if (!site.string("approximate", "none").equals("none")) {
      throw site.form("Gelu is supported without approximation only", "set approximate to none");
    }
    UnaryReader.read(site, RealUnary.Kind.GELU, 0, 0);
  }
}
