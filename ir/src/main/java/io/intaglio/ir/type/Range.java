package io.intaglio.ir.type;

import java.util.Arrays;

/// What the elements of an integer tensor can be: for each element, `lo + k·2^log2Stride` with
/// `k >= 0`, not above `hi`. Broadcasts to the tensor from the right, so it may be one interval a
/// tensor, a channel or an element.
///
/// A constant has `lo == hi` and, by convention, stride 0. Bipolar −1/+1 is `[-1, 1]` with
/// `log2Stride` 1.
public final class Range {
  private final Shape shape;
  private final long[] lo;
  private final long[] hi;
  private final int[] log2Stride;

  private Range(Shape shape, long[] lo, long[] hi, int[] log2Stride) {
    int size = shape.size();
    if (lo.length != size || hi.length != size || log2Stride.length != size) {
      throw new IllegalArgumentException("range of shape " + shape + " needs " + size + " entries");
    }
    for (int i = 0; i < size; i++) {
      if (lo[i] > hi[i] || log2Stride[i] < 0 || log2Stride[i] > 62) {
        throw new IllegalArgumentException(
            "empty range or bad stride: [" + lo[i] + ", " + hi[i] + "] 2^" + log2Stride[i]);
      }
    }
    this.shape = shape;
    this.lo = lo;
    this.hi = hi;
    this.log2Stride = log2Stride;
  }

  public static Range of(Shape shape, long[] lo, long[] hi, int[] log2Stride) {
    return new Range(shape, lo.clone(), hi.clone(), log2Stride.clone());
  }

  public static Range of(Shape shape, long[] lo, long[] hi) {
    return of(shape, lo, hi, new int[lo.length]);
  }

  public static Range uniform(long lo, long hi) {
    return uniform(lo, hi, 0);
  }

  public static Range uniform(long lo, long hi, int log2Stride) {
    return new Range(Shape.SCALAR, new long[] {lo}, new long[] {hi}, new int[] {log2Stride});
  }

  public static Range of(IntType type) {
    return uniform(type.min(), type.max());
  }

  public Shape shape() {
    return shape;
  }

  public int size() {
    return lo.length;
  }

  public long lo(int flat) {
    return lo[flat];
  }

  public long hi(int flat) {
    return hi[flat];
  }

  public int log2Stride(int flat) {
    return log2Stride[flat];
  }

  /// The least value of any element.
  public long min() {
    return Arrays.stream(lo).min().orElse(0);
  }

  /// The greatest value of any element.
  public long max() {
    return Arrays.stream(hi).max().orElse(0);
  }

  /// The narrowest type that holds every element.
  public IntType type() {
    return IntType.holding(min(), max());
  }

  /// The same range written out for every element of `target`.
  public Range broadcastTo(Shape target) {
    if (shape.equals(target)) {
      return this;
    }
    int[] index = shape.broadcastIndex(target);
    long[] allLo = new long[index.length];
    long[] allHi = new long[index.length];
    int[] allStride = new int[index.length];
    for (int i = 0; i < index.length; i++) {
      allLo[i] = lo[index[i]];
      allHi[i] = hi[index[i]];
      allStride[i] = log2Stride[index[i]];
    }
    return new Range(target, allLo, allHi, allStride);
  }

  /// The shortest equal form among one interval, one per channel (innermost axis), and this.
  public Range compact() {
    if (uniform()) {
      return lo.length == 0 ? this : uniform(lo[0], hi[0], log2Stride[0]);
    }
    int channels = shape.channels();
    if (shape.rank() <= 1) {
      return this;
    }
    for (int i = channels; i < lo.length; i++) {
      int c = i % channels;
      if (lo[i] != lo[c] || hi[i] != hi[c] || log2Stride[i] != log2Stride[c]) {
        return this;
      }
    }
    return new Range(
        Shape.of(channels),
        Arrays.copyOf(lo, channels),
        Arrays.copyOf(hi, channels),
        Arrays.copyOf(log2Stride, channels));
  }

  private boolean uniform() {
    for (int i = 1; i < lo.length; i++) {
      if (lo[i] != lo[0] || hi[i] != hi[0] || log2Stride[i] != log2Stride[0]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Range range
        && shape.equals(range.shape)
        && Arrays.equals(lo, range.lo)
        && Arrays.equals(hi, range.hi)
        && Arrays.equals(log2Stride, range.log2Stride);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lo) * 31 + Arrays.hashCode(hi);
  }

  @Override
  public String toString() {
    return lo.length == 1
        ? "[" + lo[0] + "," + hi[0] + "]" + (log2Stride[0] == 0 ? "" : "/2^" + log2Stride[0])
        : "[" + min() + "," + max() + "] over " + shape;
  }
}
