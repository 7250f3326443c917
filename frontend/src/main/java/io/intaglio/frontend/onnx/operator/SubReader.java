package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealSubtract;

/// ONNX `Sub`.
final class SubReader {
  private SubReader() {}

  static void read(NodeSite site) {
    Arithmetic.read(site, (a, b) -> a - b, Math::subtractExact, RealSubtract::new);
  }
}
