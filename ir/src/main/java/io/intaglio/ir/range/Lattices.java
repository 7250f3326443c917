package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// A range in the making: one [Lattice] an element of `shape`.
final class Lattices {
  private final Shape shape;
  private final long[] lo;
  private final long[] hi;
  private final int[] stride;

  Lattices(Shape shape) {
    this.shape = shape;
    this.lo = new long[shape.size()];
    this.hi = new long[lo.length];
    this.stride = new int[lo.length];
  }

  Shape shape() {
    return shape;
  }

  int size() {
    return lo.length;
  }

  void set(int flat, Lattice value) {
    lo[flat] = value.lo();
    hi[flat] = value.hi();
    stride[flat] = value.isConstant() ? 0 : value.stride();
  }

  Range toRange() {
    return Range.of(shape, lo, hi, stride).compact();
  }

  /// The shape in which a result varies when each of `parts` broadcasts to one tensor.
  static Shape joint(Shape... parts) {
    int rank = 0;
    for (Shape part : parts) {
      rank = Math.max(rank, part.rank());
    }
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    for (Shape part : parts) {
      int shift = rank - part.rank();
      for (int axis = 0; axis < part.rank(); axis++) {
        if (part.dim(axis) != 1) {
          dims[axis + shift] = part.dim(axis);
        }
      }
    }
    return Shape.of(dims);
  }

  /// The range of every element of a value, written out.
  static Range full(Value value) {
    return value.range().broadcastTo(value.shape());
  }

  /// The elements of a parameter as elements of `target` see them.
  static long[] spread(IntTensor parameter, Shape target) {
    int[] index = parameter.shape().broadcastIndex(target);
    long[] values = new long[index.length];
    for (int i = 0; i < index.length; i++) {
      values[i] = parameter.at(index[i]);
    }
    return values;
  }
}
