package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// The inputs one after the other along `axis`.
public record Concat(List<Ref> inputs, int axis) implements Op {
  public Concat {
    inputs = List.copyOf(inputs);
    Checks.require(!inputs.isEmpty(), "Concat of nothing");
  }

  @Override
  public List<Ref> operands() {
    return inputs;
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape first = operands.get(0);
    Checks.require(axis >= 0 && axis < first.rank(), "Concat: no axis " + axis + " in " + first);
    int extent = 0;
    for (Shape shape : operands) {
      Checks.require(
          shape.rank() == first.rank() && shape.withDim(axis, 0).equals(first.withDim(axis, 0)),
          "Concat of shapes " + operands + " along axis " + axis);
      extent = Math.addExact(extent, shape.dim(axis));
    }
    return first.withDim(axis, extent);
  }
}
