package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;

/// `exp(x − max) / Σ exp(x − max)` along an axis, in double and rounded once.
final class SoftmaxOfReals {
  private SoftmaxOfReals() {}

  static double[] apply(Value x, int axis, FloatType type) {
    int extent = x.shape().dim(axis);
    int step = x.shape().strides()[axis];
    double[] y = x.elements().clone();
    for (int block = 0; block < y.length; block += extent * step) {
      for (int inner = 0; inner < step; inner++) {
        line(y, block + inner, step, extent, type);
      }
    }
    return y;
  }

  private static void line(double[] y, int first, int step, int extent, FloatType type) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < extent; k++) {
      max = Math.max(max, y[first + k * step]);
    }
    double sum = 0;
    for (int k = 0; k < extent; k++) {
      y[first + k * step] = StrictMath.exp(y[first + k * step] - max);
      sum += y[first + k * step];
    }
    for (int k = 0; k < extent; k++) {
      y[first + k * step] = type.round(y[first + k * step] / sum);
    }
  }
}
