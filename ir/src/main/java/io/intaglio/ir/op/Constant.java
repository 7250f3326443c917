package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = value`.
public record Constant(IntTensor value) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of();
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return value.shape();
  }
}
