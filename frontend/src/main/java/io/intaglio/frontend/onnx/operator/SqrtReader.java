package io.intaglio.frontend.onnx.operator;

/// ONNX `Sqrt` of a constant, which all runtimes round correctly.
final class SqrtReader {
  private SqrtReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Folding.unary(site, site.constant(0, "operand"), Math::sqrt);
  }
}
