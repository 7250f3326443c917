package io.intaglio.frontend.onnx.tensor;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.type.Shape;

/// Parameters that broadcast to a tensor, followed through rearrangements of that tensor.
final class Spread {
  private Spread() {}

  /// The parameter that element `flat` of a tensor of shape `target` sees.
  static double at(FloatTensor parameter, Shape target, int flat) {
    return parameter.at(parameter.shape().broadcastIndex(target, flat));
  }

  /// The parameter of the tensor of shape `to` whose element `i` was element `index[i]` of one of
  /// shape `from`: spread to every element, then collapsed along the axes where it is constant.
  static FloatTensor gather(FloatTensor parameter, Shape from, Shape to, int[] index) {
    if (parameter.size() == 1) {
      return parameter.reshape(Shape.SCALAR);
    }
    int[] source = parameter.shape().broadcastIndex(from);
    double[] spread = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      spread[i] = parameter.at(source[index[i]]);
    }
    return collapse(FloatTensor.of(to, parameter.type(), spread));
  }

  /// The smallest tensor that broadcasts to `full`.
  static FloatTensor collapse(FloatTensor full) {
    Shape shape = full.shape();
    int[] strides = shape.strides();
    Shape small = shape;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) > 1 && constantAlong(full, strides[axis], shape.dim(axis))) {
        small = small.withDim(axis, 1);
      }
    }
    int[] index = small.gather(0, strides);
    double[] values = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      values[i] = full.at(index[i]);
    }
    Shape result = values.length == 1 ? Shape.SCALAR : small;
    return FloatTensor.of(result, full.type(), values);
  }

  private static boolean constantAlong(FloatTensor full, int stride, int extent) {
    for (int i = stride; i < full.size(); i++) {
      if (i / stride % extent != 0 && full.at(i) != full.at(i - stride)) {
        return false;
      }
    }
    return true;
  }
}
