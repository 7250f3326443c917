package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// Operators that move elements and leave their values alone.
final class Layout {
  private Layout() {}

  static Evaluation concat(Concat op, List<Value> inputs) {
    Shape out = op.shape(inputs.stream().map(Value::shape).toList());
    int[] step = out.strides();
    int[][] to = new int[inputs.size()][];
    int begin = 0;
    for (int k = 0; k < to.length; k++) {
      Shape shape = inputs.get(k).shape();
      to[k] = shape.gather(begin * step[op.axis()], step);
      begin += shape.dim(op.axis());
    }
    return (n, x, y) -> {
      for (int k = 0; k < to.length; k++) {
        scatter(n, x[k], to[k], y, out.size());
      }
    };
  }

  static Evaluation pad(Pad op, Shape in) {
    Shape out = op.shape(List.of(in));
    int[] step = out.strides();
    int first = 0;
    for (int axis = 0; axis < step.length; axis++) {
      first += op.before().get(axis) * step[axis];
    }
    int[] to = in.gather(first, step);
    return (n, x, y) -> {
      Arrays.fill(y, op.value());
      scatter(n, x[0], to, y, out.size());
    };
  }

  /// Puts element `i` of each sample at `to[i]`.
  private static void scatter(int n, long[] x, int[] to, long[] y, int size) {
    for (int sample = 0; sample < n; sample++) {
      for (int i = 0; i < to.length; i++) {
        y[sample * size + to[i]] = x[sample * to.length + i];
      }
    }
  }

  static Evaluation slice(Slice op, Shape in) {
    int[] own = in.strides();
    int[] step = new int[own.length];
    int first = 0;
    for (int axis = 0; axis < own.length; axis++) {
      step[axis] = own[axis] * op.steps().get(axis);
      first += own[axis] * op.starts().get(axis);
    }
    return gather(op.shape(List.of(in)).gather(first, step), in.size());
  }

  static Evaluation gather(Gather op, Shape in) {
    Shape out = op.shape(List.of(in));
    int inner = in.strides()[op.axis()];
    int count = op.indices().size();
    int extent = in.dim(op.axis());
    int[] from = new int[out.size()];
    for (int outer = 0; outer * count * inner < from.length; outer++) {
      for (int k = 0; k < count; k++) {
        for (int i = 0; i < inner; i++) {
          from[(outer * count + k) * inner + i] =
              (outer * extent + op.indices().get(k)) * inner + i;
        }
      }
    }
    return gather(from, in.size());
  }

  static Evaluation transpose(Transpose op, Shape in) {
    int[] own = in.strides();
    int[] step = op.perm().stream().mapToInt(axis -> own[axis]).toArray();
    return gather(op.shape(List.of(in)).gather(0, step), in.size());
  }

  /// Takes element `i` of each sample from `from[i]`.
  private static Evaluation gather(int[] from, int size) {
    return (n, x, y) -> {
      for (int sample = 0; sample < n; sample++) {
        for (int i = 0; i < from.length; i++) {
          y[sample * from.length + i] = x[0][sample * size + from[i]];
        }
      }
    };
  }

  static Evaluation reshape() {
    return (_, x, y) -> System.arraycopy(x[0], 0, y, 0, y.length);
  }
}
