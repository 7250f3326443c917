package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// The same elements in row-major order under another shape.
public record Reshape(Ref x, Shape to) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.elements() == to.elements(), "Reshape of " + in + " to " + to);
    return to;
  }
}
