package io.intaglio.frontend.onnx.operator;

/// ONNX `Identity`.
final class IdentityReader {
  private IdentityReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    site.alias(site.input(0));
  }
}
