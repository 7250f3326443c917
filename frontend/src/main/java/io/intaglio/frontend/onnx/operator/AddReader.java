package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealAdd;

/// ONNX `Add`.
final class AddReader {
  private AddReader() {}

  static void read(NodeSite site) {
    Arithmetic.read(site, Double::sum, Math::addExact, RealAdd::new);
  }
}
