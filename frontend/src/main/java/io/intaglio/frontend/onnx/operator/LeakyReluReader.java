package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.op.Ref;

/// ONNX `LeakyRelu`: `x` if `x >= 0`, else `alpha·x`.
final class LeakyReluReader {
  private LeakyReluReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    float alpha = site.real("alpha", 0.01f);
    if (alpha < 0) {
      throw site.form("LeakyRelu with a negative alpha is not supported", "use a positive alpha");
    }
    site.result(new RealLeakyRelu(new Ref(x.name()), alpha), x.shape(), x.type());
  }
}
