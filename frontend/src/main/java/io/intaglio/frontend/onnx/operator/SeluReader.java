package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary;

/// ONNX `Selu`: `gamma·x` if `x > 0`, else `gamma·alpha·(e^x − 1)`. The defaults are those since
/// opset 6; the earlier version had shorter ones.
@SuppressWarnings("FloatingPointLiteralPrecision") // digits as the specification has them
final class SeluReader {
  private SeluReader() {}

  static void read(NodeSite site) {
    boolean first = site.opset() < 6;
    float alpha = site.real("alpha", first ? 1.6732f : 1.67326319217681884765625f);
    float gamma = site.real("gamma", first ? 1.0507f : 1.05070102214813232421875f);
    UnaryReader.read(site, RealUnary.Kind.SELU, alpha, gamma);
  }
}
