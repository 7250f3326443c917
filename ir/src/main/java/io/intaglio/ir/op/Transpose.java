package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[i_0, i_1, …] = x[j]` with `j[perm[a]] = i_a`: axis `a` of the result is axis `perm[a]` of
/// `x`.
public record Transpose(Ref x, List<Integer> perm) implements Op {
  public Transpose {
    perm = List.copyOf(perm);
    Checks.permutation(perm);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() == perm.size(), "Transpose: " + perm + " for " + in);
    return in.permute(perm);
  }
}
