package io.intaglio.ir.type;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Extents of a tensor, outermost first, row-major. The empty shape is a scalar.
public final class Shape {
  public static final Shape SCALAR = new Shape(new int[0]);

  /// Tensors above this many elements are refused wherever a shape is read from a file.
  public static final long MAX_ELEMENTS = 1L << 28;

  /// Values that are computed for a sample (inputs, activations) are refused above this many
  /// elements: range analysis keeps tens of bytes for each of them. Weights are no such values.
  public static final long MAX_VALUE_ELEMENTS = 1L << 22;

  /// Whether the shape has at most `limit` elements; also if the count exceeds a `long`.
  public boolean hasAtMost(long limit) {
    try {
      return elements() <= limit;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /// A shape of the given extents.
  ///
  /// @throws IllegalArgumentException on a negative extent
  public static Shape of(int... dims) {
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative extent in " + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  public int rank() {
    return dims.length;
  }

  public int dim(int axis) {
    return dims[axis];
  }

  /// The extent of the innermost axis, which holds the channels; 1 for a scalar.
  public int channels() {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  public int[] toArray() {
    return dims.clone();
  }

  /// Number of elements.
  ///
  /// @throws ArithmeticException if it exceeds a `long`
  public long elements() {
    long product = 1;
    for (int dim : dims) {
      product = Math.multiplyExact(product, (long) dim);
    }
    return product;
  }

  /// Number of elements as an array length.
  ///
  /// @throws ArithmeticException if it exceeds an `int`
  public int size() {
    return Math.toIntExact(elements());
  }

  /// Row-major strides in elements.
  public int[] strides() {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, dims[axis]);
    }
    return strides;
  }

  public Shape withDim(int axis, int extent) {
    int[] changed = dims.clone();
    changed[axis] = extent;
    return of(changed);
  }

  /// This shape without `axes`, or with extents of 1 there.
  public Shape reduced(Collection<Integer> axes, boolean keep) {
    return new Shape(
        IntStream.range(0, dims.length)
            .filter(axis -> keep || !axes.contains(axis))
            .map(axis -> axes.contains(axis) ? 1 : dims[axis])
            .toArray());
  }

  /// This shape without its outermost axis.
  public Shape dropFirst() {
    return new Shape(Arrays.copyOfRange(dims, 1, dims.length));
  }

  public Shape prepend(int extent) {
    int[] longer = new int[dims.length + 1];
    longer[0] = extent;
    System.arraycopy(dims, 0, longer, 1, dims.length);
    return of(longer);
  }

  public Shape permute(List<Integer> perm) {
    int[] permuted = new int[dims.length];
    for (int i = 0; i < permuted.length; i++) {
      permuted[i] = dims[perm.get(i)];
    }
    return new Shape(permuted);
  }

  /// Whether a tensor of this shape broadcasts to `target` in the manner of NumPy: aligned at the
  /// innermost axis, each extent equal to the target's or 1.
  public boolean broadcastsTo(Shape target) {
    if (rank() > target.rank()) {
      return false;
    }
    int shift = target.rank() - rank();
    for (int axis = 0; axis < rank(); axis++) {
      if (dims[axis] != 1 && dims[axis] != target.dims[axis + shift]) {
        return false;
      }
    }
    return true;
  }

  /// For each element of `target`, the flat index of the element of this shape that it sees when
  /// broadcast. Needs [#broadcastsTo(Shape)].
  public int[] broadcastIndex(Shape target) {
    if (!broadcastsTo(target)) {
      throw new IllegalArgumentException(this + " does not broadcast to " + target);
    }
    int[] own = strides();
    int shift = target.rank() - rank();
    int[] step = new int[target.rank()];
    for (int axis = 0; axis < rank(); axis++) {
      step[axis + shift] = dims[axis] == 1 ? 0 : own[axis];
    }
    return target.gather(0, step);
  }

  /// The flat index of the element of this shape that element `flat` of `target` sees when this is
  /// broadcast: one entry of [#broadcastIndex(Shape)].
  public int broadcastIndex(Shape target, int flat) {
    int index = 0;
    int stride = 1;
    int rest = flat;
    for (int back = 1; back <= rank(); back++) {
      int extent = target.dims[target.rank() - back];
      int own = dims[rank() - back];
      index += own == 1 ? 0 : rest % extent * stride;
      rest /= extent;
      stride *= own;
    }
    return index;
  }

  /// For each element of this shape in row-major order, `offset + Σ index[axis]·step[axis]`.
  public int[] gather(int offset, int[] step) {
    int[] flat = new int[size()];
    int[] index = new int[dims.length];
    int at = offset;
    for (int i = 0; i < flat.length; i++) {
      flat[i] = at;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        at += step[axis];
        if (++index[axis] < dims[axis]) {
          break;
        }
        at -= step[axis] * dims[axis];
        index[axis] = 0;
      }
    }
    return flat;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// As in `[28,28,1]`.
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
