package io.intaglio.frontend.onnx.operator;

/// ONNX `Reciprocal` of a constant.
final class ReciprocalReader {
  private ReciprocalReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Folding.unary(site, site.constant(0, "operand"), x -> 1 / x);
  }
}
