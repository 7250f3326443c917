package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.Shape;

/// ONNX `ConstantOfShape`: one element, repeated; by default the float32 0.
final class ConstantOfShapeReader {
  private ConstantOfShapeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Shape to = site.shape(Layout.integers(site, site.constant(0, "shape"), "shape"));
    ConstantTensor one =
        site.tensor("value")
            .orElseGet(
                () -> ConstantTensor.Reals.of(Shape.of(1), ElementType.FLOAT32, new double[1]));
    if (one.size() != 1) {
      throw site.shapes("the value of ConstantOfShape has shape " + one.shape());
    }
    site.claim(to);
    site.constantResult(one.gather(to, new int[to.size()]));
  }
}
