package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealArgMax;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/// ARG_MAX: the lowest index of the greatest code along an axis, which the result no longer has.
///
/// Source: tensorflow/lite/kernels/internal/reference/arg_min_max.h.
final class ArgMaxReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, TensorType.INT8, TensorType.UINT8);
    site.perTensor(x);
    FlatTensor y = site.output(ActivationTypes.indices());
    int axis = ShapeRules.axis(site, ShapeRules.numbers(site, 1, 1)[0], x.shape().rank());
    ShapeRules.demandShape(site, y, x.shape().reduced(List.of(axis), false));
    site.result(new RealArgMax(site.value(x), axis, false));
  }
}
