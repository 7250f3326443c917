package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.op.Ref;

/// ONNX `Relu`: `max(x, 0)`.
final class ReluReader {
  private ReluReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    site.result(new RealRelu(new Ref(x.name())), x.shape(), x.type());
  }
}
