package io.intaglio.ir.edge;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// What happens to one real input before the integers begin.
///
/// @param input the model's name of the input, also that of the graph's input value
/// @param shape the model's shape of it, batch axis of 1 included; the graph's input has the same
///     elements in the same order without that axis
public record Head(
    String input, Shape shape, FloatType type, List<FloatStep> steps, Encoding encoding) {
  public Head {
    steps = List.copyOf(steps);
  }
}
