package io.intaglio.ir.op;

import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = x + k·2^bits` with the integer `k` that brings `y` into `to`: two's complement overflow, as
/// fixed-point formats with `WRAP` have it.
public record Wrap(Ref x, IntType to) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return operands.get(0);
  }
}
