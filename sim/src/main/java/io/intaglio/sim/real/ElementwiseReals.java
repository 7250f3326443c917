package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// One function of each element, or of each pair of elements.
final class ElementwiseReals {
  private ElementwiseReals() {}

  static double[] map(Value x, FloatType type, DoubleUnaryOperator function) {
    double[] y = new double[x.elements().length];
    for (int i = 0; i < y.length; i++) {
      y[i] = type.round(function.applyAsDouble(x.elements()[i]));
    }
    return y;
  }

  /// Both operands broadcast to `to` in the manner of NumPy.
  static double[] zip(Value a, Value b, Shape to, FloatType type, DoubleBinaryOperator function) {
    double[] y = new double[to.size()];
    int[] left = a.shape().equals(to) ? null : a.shape().broadcastIndex(to);
    int[] right = b.shape().equals(to) ? null : b.shape().broadcastIndex(to);
    for (int i = 0; i < y.length; i++) {
      double p = a.elements()[left == null ? i : left[i]];
      double q = b.elements()[right == null ? i : right[i]];
      y[i] = type.round(function.applyAsDouble(p, q));
    }
    return y;
  }
}
