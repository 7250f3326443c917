package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// RELU, RELU6 and RELU_N1_TO_1 as operators of their own:
/// `clamp(M(x − z_in) + z_out, lo, hi)` with `M` of `fl32(s_in/s_out)`. XNNPACK does not take them.
///
/// Source: tensorflow/lite/kernels/activations.cc `ReluPrepare`, `QuantizedReluX`.
final class ReluReader implements OperatorReader {
  private final byte activation;

  /// @param activation the schema's `ActivationFunctionType` of the same bounds
  ReluReader(byte activation) {
    this.activation = activation;
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.input(0, ActivationTypes.signed());
    FlatTensor y = site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    double factor = in.scale() / out.scale();
    site.result(
        site.requantize(
            site.value(x),
            RationalTensor.scalar(in.step()),
            Shape.SCALAR,
            List.of(site.requantization(factor, out.zeroPoint(), site.builtinBounds(activation)))));
  }
}
