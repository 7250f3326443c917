package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// SQUEEZE and EXPAND_DIMS: the same codes under the shape that the file states for the output.
///
/// Source: tensorflow/lite/kernels/squeeze.cc, expand_dims.cc.
final class ReshapedReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    if (!withoutOnes(x.shape()).equals(withoutOnes(y.shape()))) {
      ShapeRules.demandShape(site, y, x.shape());
    }
    site.result(new RealReshape(site.operand(x)));
  }

  private static List<Integer> withoutOnes(Shape shape) {
    return IntStream.range(0, shape.rank())
        .map(shape::dim)
        .filter(extent -> extent != 1)
        .boxed()
        .toList();
  }
}
