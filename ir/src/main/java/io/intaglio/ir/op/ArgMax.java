package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = min { i : x[…,i] = max_j x[…,j] }` over the innermost axis, which disappears: the index of
/// the greatest channel, the lowest one on a tie.
public record ArgMax(Ref x) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() >= 1 && in.channels() >= 1, "ArgMax over " + in);
    Shape out = Shape.SCALAR;
    for (int axis = in.rank() - 2; axis >= 0; axis--) {
      out = out.prepend(in.dim(axis));
    }
    return out;
  }
}
