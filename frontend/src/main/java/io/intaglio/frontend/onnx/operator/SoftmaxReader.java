package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// ONNX `Softmax`. Before opset 13 it runs over all axes from `axis` on (default 1), from then on
/// over `axis` alone (default −1); where the former means more than one axis it is refused.
final class SoftmaxReader {
  private SoftmaxReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    Shape shape = x.shape();
    boolean flattens = site.opset() < 13;
    int axis = site.axis(site.integer("axis", flattens ? 1 : -1), shape.rank());
    if (axis == 0) {
      throw site.form("Softmax over the batch is not supported", "set the axis");
    }
    for (int other = axis + 1; flattens && other < shape.rank(); other++) {
      if (shape.dim(other) != 1) {
        throw site.form(
            "Softmax over several axes is not supported", "flatten before it, or use opset 13");
      }
    }
    site.result(new RealSoftmax(new Ref(x.name()), axis), shape, x.type());
  }
}
