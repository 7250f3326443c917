package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;

/// An int32 bias, which kernels add to their accumulator whatever scale the file gives it.
final class IntegerBias {
  private IntegerBias() {}

  /// Input `i` under the shape `to`, in units of `step`.
  static Ref parameter(NodeSite site, int i, Shape to, RationalTensor step) {
    ConstantTensor bias = site.constant(i, "bias");
    if (!(bias instanceof ConstantTensor.Integers integers)) {
      throw site.form("the bias of " + site.operator() + " is no int32", "quantize the bias");
    }
    RealTensor grid =
        new RealTensor.Grid(
            integers.values().reshape(to), step, RationalTensor.scalar(Rational.ZERO));
    return site.step("bias", new RealParameter(grid), to);
  }
}
