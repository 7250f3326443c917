package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealMultiply;

/// ONNX `Mul`.
final class MulReader {
  private MulReader() {}

  static void read(NodeSite site) {
    Arithmetic.read(site, (a, b) -> a * b, Math::multiplyExact, RealMultiply::new);
  }
}
