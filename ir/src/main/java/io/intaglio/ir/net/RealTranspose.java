package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// Axis `a` of the result is axis `perm[a]` of `x`.
public record RealTranspose(Ref x, List<Integer> perm) implements RealOp {
  public RealTranspose {
    perm = List.copyOf(perm);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
