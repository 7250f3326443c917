package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = a − b`, elementwise; `b` broadcasts to `a` from the right.
public record Sub(Ref a, Ref b) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return Checks.broadcast("Sub", operands.get(0), operands.get(1));
  }
}
