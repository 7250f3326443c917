package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import java.util.List;

/// A step function by its steps: with `k` of the `bounds` below `x` (or at `x`, if inclusive),
/// `values[k]·step`.
///
/// @param bounds in ascending order
/// @param values one more than bounds, never decreasing
public record RealSteps(Ref x, List<ExactStep.Bound> bounds, IntTensor values, Rational step)
    implements RealOp {
  public RealSteps {
    bounds = List.copyOf(bounds);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
