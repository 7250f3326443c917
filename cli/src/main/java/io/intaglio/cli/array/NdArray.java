package io.intaglio.cli.array;

import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// An array in row-major order. Integer types hold their elements in `integers`, floating types in
/// `reals`, each exactly; the other is empty.
public final class NdArray {
  private final Shape shape;
  private final ElementType type;
  private final long[] integers;
  private final double[] reals;

  private NdArray(Shape shape, ElementType type, long[] integers, double[] reals) {
    int given = type.isReal() ? reals.length : integers.length;
    if (shape.elements() != given) {
      throw new IllegalArgumentException(given + " values for shape " + shape);
    }
    this.shape = shape;
    this.type = type;
    this.integers = integers;
    this.reals = reals;
  }

  public static NdArray ofIntegers(Shape shape, ElementType type, long[] values) {
    return new NdArray(shape, type, values, new double[0]);
  }

  /// Integers in the narrowest type that holds them.
  public static NdArray ofIntegers(Shape shape, long[] values) {
    long lo = Arrays.stream(values).min().orElse(0);
    long hi = Arrays.stream(values).max().orElse(0);
    return ofIntegers(shape, ElementType.holding(lo, hi), values);
  }

  public static NdArray ofReals(Shape shape, ElementType type, double[] values) {
    return new NdArray(shape, type, new long[0], values);
  }

  public Shape shape() {
    return shape;
  }

  public ElementType type() {
    return type;
  }

  public boolean isReal() {
    return type.isReal();
  }

  /// The elements of an integer array; not a copy.
  public long[] integers() {
    if (isReal()) {
      throw new IllegalStateException("an array of " + type);
    }
    return integers;
  }

  /// The elements of a floating array; not a copy.
  public double[] reals() {
    if (!isReal()) {
      throw new IllegalStateException("an array of " + type);
    }
    return reals;
  }
}
