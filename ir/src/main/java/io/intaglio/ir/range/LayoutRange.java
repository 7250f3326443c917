package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Operators that move elements and leave their values alone.
final class LayoutRange {
  private LayoutRange() {}

  static Range concat(Concat op, List<Value> inputs) {
    Shape out = op.shape(inputs.stream().map(Value::shape).toList());
    Lattices result = new Lattices(out);
    int[] step = out.strides();
    int begin = 0;
    for (Value input : inputs) {
      put(input, input.shape().gather(begin * step[op.axis()], step), result);
      begin += input.shape().dim(op.axis());
    }
    return result.toRange();
  }

  static Range pad(Pad op, Value x) {
    Shape out = op.shape(List.of(x.shape()));
    Lattices result = new Lattices(out);
    Lattice border = Lattice.constant(op.value());
    for (int i = 0; i < result.size(); i++) {
      result.set(i, border);
    }
    int[] step = out.strides();
    int offset = 0;
    for (int axis = 0; axis < step.length; axis++) {
      offset += op.before().get(axis) * step[axis];
    }
    put(x, x.shape().gather(offset, step), result);
    return result.toRange();
  }

  /// Puts the elements of `x` where `to` says.
  private static void put(Value x, int[] to, Lattices result) {
    Range in = Lattices.full(x);
    for (int i = 0; i < to.length; i++) {
      result.set(to[i], Lattice.of(in, i));
    }
  }

  static Range slice(Slice op, Value x) {
    int[] own = x.shape().strides();
    int[] step = new int[own.length];
    int offset = 0;
    for (int axis = 0; axis < own.length; axis++) {
      step[axis] = own[axis] * op.steps().get(axis);
      offset += own[axis] * op.starts().get(axis);
    }
    return take(x, op.shape(List.of(x.shape())), offset, step);
  }

  static Range gather(Gather op, Value x) {
    return take(x, op.shape(List.of(x.shape())), op.source(x.shape()));
  }

  static Range transpose(Transpose op, Value x) {
    int[] own = x.shape().strides();
    int[] step = op.perm().stream().mapToInt(axis -> own[axis]).toArray();
    return take(x, op.shape(List.of(x.shape())), 0, step);
  }

  static Range reshape(Reshape op, Value x) {
    return take(x, op.to(), 0, op.to().strides());
  }

  /// Elements of `x` in the order in which a walk over `out` by `step` meets them.
  private static Range take(Value x, Shape out, int offset, int[] step) {
    return take(x, out, out.gather(offset, step));
  }

  private static Range take(Value x, Shape out, int[] from) {
    if (x.range().size() == 1 && out.elements() > 0) {
      return x.range().compact();
    }
    Range in = Lattices.full(x);
    Lattices result = new Lattices(out);
    for (int i = 0; i < from.length; i++) {
      result.set(i, Lattice.of(in, from[i]));
    }
    return result.toRange();
  }
}
