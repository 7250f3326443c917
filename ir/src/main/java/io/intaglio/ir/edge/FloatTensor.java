package io.intaglio.ir.edge;

import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// An immutable tensor of stored floating-point numbers; each `double` holds its value exactly.
public final class FloatTensor {
  private final Shape shape;
  private final FloatType type;
  private final double[] values;

  private FloatTensor(Shape shape, FloatType type, double[] values) {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(values.length + " values for shape " + shape);
    }
    this.shape = shape;
    this.type = type;
    this.values = values;
  }

  /// Values must already be of `type`.
  public static FloatTensor of(Shape shape, FloatType type, double... values) {
    return new FloatTensor(shape, type, values.clone());
  }

  public static FloatTensor scalar(float value) {
    return of(Shape.SCALAR, FloatType.FLOAT32, value);
  }

  public Shape shape() {
    return shape;
  }

  public FloatType type() {
    return type;
  }

  public int size() {
    return values.length;
  }

  public double at(int flat) {
    return values[flat];
  }

  public double[] toArray() {
    return values.clone();
  }

  public FloatTensor reshape(Shape to) {
    return new FloatTensor(to, type, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatTensor tensor
        && shape.equals(tensor.shape)
        && type == tensor.type
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return shape.hashCode() * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 16 ? shape + Arrays.toString(values) : shape + "{…}";
  }
}
