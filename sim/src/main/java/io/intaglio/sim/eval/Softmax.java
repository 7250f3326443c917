package io.intaglio.sim.eval;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;

/// `exp(x − max) / Σ exp(x − max)`, each operation rounded to the type, the sum in index order.
/// Runtimes differ in the last digits of `exp` and in the order of the sum.
final class Softmax {
  private Softmax() {}

  /// In place, over one axis of each sample of a batch.
  static FloatType apply(double[] x, Shape shape, int axis, FloatType type) {
    int extent = shape.dim(axis);
    int step = shape.strides()[axis];
    for (int block = 0; block < x.length; block += extent * step) {
      for (int inner = 0; inner < step; inner++) {
        line(x, block + inner, step, extent, type);
      }
    }
    return type;
  }

  private static void line(double[] x, int first, int step, int extent, FloatType type) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < extent; k++) {
      max = Math.max(max, x[first + k * step]);
    }
    double sum = 0;
    for (int k = 0; k < extent; k++) {
      int at = first + k * step;
      x[at] = type.round(StrictMath.exp(type.round(x[at] - max)));
      sum = type.round(sum + x[at]);
    }
    for (int k = 0; k < extent; k++) {
      int at = first + k * step;
      x[at] = type.round(x[at] / sum);
    }
  }
}
