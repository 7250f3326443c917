package io.intaglio.ir.type;

import java.util.Arrays;
import java.util.stream.LongStream;

/// An immutable tensor of integers: weights, biases, multipliers, thresholds, tables.
public final class IntTensor {
  private final Shape shape;
  private final long[] values;

  private IntTensor(Shape shape, long[] values) {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(values.length + " values for shape " + shape);
    }
    this.shape = shape;
    this.values = values;
  }

  public static IntTensor of(Shape shape, long... values) {
    return new IntTensor(shape, values.clone());
  }

  public static IntTensor scalar(long value) {
    return new IntTensor(Shape.SCALAR, new long[] {value});
  }

  public static IntTensor vector(long... values) {
    return of(Shape.of(values.length), values);
  }

  /// Every element the same.
  public static IntTensor filled(Shape shape, long value) {
    long[] values = new long[shape.size()];
    Arrays.fill(values, value);
    return new IntTensor(shape, values);
  }

  public Shape shape() {
    return shape;
  }

  public int size() {
    return values.length;
  }

  /// The element at a row-major flat index.
  public long at(int flat) {
    return values[flat];
  }

  public long[] toArray() {
    return values.clone();
  }

  public LongStream stream() {
    return Arrays.stream(values);
  }

  public long min() {
    return stream().min().orElse(0);
  }

  public long max() {
    return stream().max().orElse(0);
  }

  public IntTensor reshape(Shape to) {
    return new IntTensor(to, values);
  }

  /// One scalar when all elements are equal, else this.
  public IntTensor collapsed() {
    if (values.length == 0) {
      return this;
    }
    return stream().allMatch(v -> v == values[0]) ? scalar(values[0]) : this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntTensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 16
        ? shape + Arrays.toString(values)
        : shape + "{" + values.length + " values}";
  }
}
