package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `HardSigmoid`: `max(0, min(1, alpha·x + beta))`.
final class HardSigmoidReader {
  private HardSigmoidReader() {}

  static void read(NodeSite site) {
    float alpha = site.real("alpha", 0.2f);
    float beta = site.real("beta", 0.5f);
    UnaryReader.read(site, RealUnary.Kind.HARD_SIGMOID, alpha, beta);
  }
}
