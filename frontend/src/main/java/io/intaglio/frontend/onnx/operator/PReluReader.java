package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// ONNX `PRelu` with constant slopes that broadcast to `x`: `relu(x) − slope·relu(−x)`, of which
/// one term is zero.
final class PReluReader {
  private PReluReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    Live x = site.live(0);
    ConstantTensor slope = site.constant(1, "slope");
    Operands.demandSameType(site, x, site.input(1));
    Shape shape = x.shape();
    if (!slope.shape().broadcastsTo(shape)) {
      throw site.shapes("slopes of shape " + slope.shape() + " for " + shape);
    }
    Ref given = new Ref(x.name());
    Ref minus =
        site.newParameter(
            "minus", ConstantTensor.Reals.of(Shape.SCALAR, x.type(), new double[] {-1}));
    Ref positive = site.step("positive", new RealRelu(given), shape);
    Ref flipped = site.step("flipped", new RealMultiply(given, minus), shape);
    Ref negative = site.step("negative", new RealRelu(flipped), shape);
    Ref scaled = site.step("scaled", new RealMultiply(negative, site.operand(1)), shape);
    site.result(new RealSubtract(positive, scaled), shape, x.type());
  }
}
