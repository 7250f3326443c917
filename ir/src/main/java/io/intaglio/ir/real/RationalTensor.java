package io.intaglio.ir.real;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// Exact rationals that broadcast from the right: one a tensor, a channel or an element.
public record RationalTensor(Shape shape, List<Rational> values) {
  public RationalTensor {
    values = List.copyOf(values);
    if (shape.elements() != values.size()) {
      throw new IllegalArgumentException(values.size() + " values for shape " + shape);
    }
  }

  public static RationalTensor scalar(Rational value) {
    return new RationalTensor(Shape.SCALAR, List.of(value));
  }

  public Rational at(int flat) {
    return values.get(flat);
  }
}
