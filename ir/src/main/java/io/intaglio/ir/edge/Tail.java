package io.intaglio.ir.edge;

import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// What happens to one output after the integers end: `(code − zeroPoint)·scale`, computed exactly
/// and rounded once to `type`, then `steps`.
///
/// @param output the model's name of the output
/// @param value the graph's name of the value it is made from
/// @param shape the model's shape, batch axis of 1 included
public record Tail(
    String output,
    String value,
    Shape shape,
    FloatType type,
    RationalTensor scale,
    long zeroPoint,
    List<FloatStep> steps) {
  public Tail {
    steps = List.copyOf(steps);
  }
}
