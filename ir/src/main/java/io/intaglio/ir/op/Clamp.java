package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = min(max(x, lo), hi)`; `lo` and `hi` broadcast to `x` from the right.
public record Clamp(Ref x, IntTensor lo, IntTensor hi) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Checks.parameter("Clamp", "lo", lo, operands.get(0));
    Checks.parameter("Clamp", "hi", hi, operands.get(0));
    return operands.get(0);
  }
}
