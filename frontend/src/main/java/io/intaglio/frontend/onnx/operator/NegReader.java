package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// ONNX `Neg`: `−1·x`.
final class NegReader {
  private NegReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    Ref minus =
        site.newParameter(
            "minus", ConstantTensor.Reals.of(Shape.SCALAR, x.type(), new double[] {-1}));
    site.result(new RealMultiply(new Ref(x.name()), minus), x.shape(), x.type());
  }
}
