package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Operators that make one number of all along some axes.
final class ReductionsOfReals {
  private ReductionsOfReals() {}

  static double[] sum(Value x, List<Integer> axes, Shape to, FloatType type) {
    int rank = x.shape().rank();
    Shape kept = x.shape();
    for (int axis : axes) {
      kept = kept.withDim(axis, 1);
    }
    int[] strides = kept.strides();
    int[] steps = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      steps[axis] = axes.contains(axis) ? 0 : strides[axis];
    }
    int[] target = x.shape().gather(0, steps);
    double[] y = new double[to.size()];
    for (int i = 0; i < target.length; i++) {
      y[target[i]] += x.elements()[i];
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = type.round(y[i]);
    }
    return y;
  }

  /// The lowest index of the greatest element.
  static double[] argMax(Value x, int axis, Shape to) {
    int stride = x.shape().strides()[axis];
    int extent = x.shape().dim(axis);
    double[] y = new double[to.size()];
    for (int i = 0; i < y.length; i++) {
      int first = i / stride * stride * extent + i % stride;
      int best = 0;
      for (int k = 1; k < extent; k++) {
        best = x.elements()[first + k * stride] > x.elements()[first + best * stride] ? k : best;
      }
      y[i] = best;
    }
    return y;
  }
}
