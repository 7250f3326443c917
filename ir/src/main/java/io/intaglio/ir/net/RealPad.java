package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import java.util.List;

/// `x` with `before[a]` and `after[a]` elements of `value` added at the ends of each axis `a`;
/// negative widths are slices before this.
public record RealPad(Ref x, List<Integer> before, List<Integer> after, Rational value)
    implements RealOp {
  public RealPad {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
