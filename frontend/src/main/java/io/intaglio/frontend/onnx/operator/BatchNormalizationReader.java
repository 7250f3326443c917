package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// ONNX `BatchNormalization` in inference:
/// `(x − mean)/√(variance + epsilon)·scale + bias` along axis 1.
final class BatchNormalizationReader {
  private BatchNormalizationReader() {}

  static void read(NodeSite site) {
    site.demandInputs(5, 5);
    site.ignoreAttribute("momentum");
    site.ignoreAttribute("consumed_inputs");
    Live x = site.live(0);
    if (x.shape().rank() < 2) {
      throw site.shapes("BatchNormalization of shape " + x.shape());
    }
    if (site.flag("training_mode", false) || site.flag("is_test", true) != true) {
      throw site.form("BatchNormalization is in training mode", "export in evaluation mode");
    }
    if (!site.flag("spatial", true)) {
      throw site.form("BatchNormalization per element is not supported", "set spatial to 1");
    }
    float epsilon = site.real("epsilon", 1e-5f);
    RealTensor exactVariance = parameter(site, x, 4, "variance");
    ConstantTensor variance = site.constant(4, "variance");
    for (int i = 0; i < x.shape().dim(1); i++) {
      // A sum of doubles rounds to zero only where it is zero.
      if (variance.real(i) + epsilon <= 0) {
        throw site.parameter(
            "variance + epsilon of channel " + i + " is not positive",
            "export a positive variance");
      }
    }
    RealBatchNorm op =
        new RealBatchNorm(
            new Ref(x.name()),
            parameter(site, x, 1, "scale"),
            parameter(site, x, 2, "bias"),
            parameter(site, x, 3, "mean"),
            exactVariance,
            epsilon);
    site.result(op, x.shape(), x.type());
  }

  private static RealTensor parameter(NodeSite site, Live x, int input, String what) {
    ConstantTensor constant = site.constant(input, what);
    if (!constant.shape().equals(Shape.of(x.shape().dim(1)))) {
      throw site.shapes(
          "the " + what + " of shape " + constant.shape() + " for x of shape " + x.shape());
    }
    if (!constant.type().isFloat()) {
      throw site.form("the " + what + " is not floating-point", "cast it");
    }
    site.demandFinite(constant, what);
    return site.exact(constant);
  }
}
