package io.intaglio.sim.real;

import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// Operators that move elements and compute nothing.
final class LayoutOfReals {
  private LayoutOfReals() {}

  static double[] slice(RealSlice op, Value x, Shape to) {
    int[] strides = x.shape().strides();
    int offset = 0;
    int[] steps = new int[strides.length];
    for (int axis = 0; axis < strides.length; axis++) {
      offset += op.starts().get(axis) * strides[axis];
      steps[axis] = op.steps().get(axis) * strides[axis];
    }
    return gather(x, to.gather(offset, steps));
  }

  static double[] transpose(List<Integer> perm, Value x, Shape to) {
    int[] strides = x.shape().strides();
    return gather(x, to.gather(0, perm.stream().mapToInt(axis -> strides[axis]).toArray()));
  }

  private static double[] gather(Value x, int[] source) {
    double[] y = new double[source.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.elements()[source[i]];
    }
    return y;
  }

  static double[] pad(RealPad op, Value x, double value, Shape to) {
    double[] y = new double[to.size()];
    Arrays.fill(y, value);
    int[] strides = to.strides();
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += op.before().get(axis) * strides[axis];
    }
    place(x, y, x.shape().gather(offset, strides));
    return y;
  }

  static double[] concat(List<Value> parts, int axis, Shape to) {
    double[] y = new double[to.size()];
    int[] strides = to.strides();
    int start = 0;
    for (Value part : parts) {
      place(part, y, part.shape().gather(start * strides[axis], strides));
      start += part.shape().dim(axis);
    }
    return y;
  }

  private static void place(Value x, double[] y, int[] places) {
    for (int i = 0; i < places.length; i++) {
      y[places[i]] = x.elements()[i];
    }
  }

  /// The elements at `indices` along `axis`.
  static double[] pick(Value x, int axis, List<Integer> indices, Shape to) {
    int inner = x.shape().strides()[axis];
    int extent = x.shape().dim(axis);
    double[] y = new double[to.size()];
    for (int i = 0; i < y.length; i++) {
      int outer = i / inner / indices.size();
      int at = indices.get(i / inner % indices.size());
      y[i] = x.elements()[(outer * extent + at) * inner + i % inner];
    }
    return y;
  }
}
