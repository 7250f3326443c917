package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import java.util.List;

/// A step function by its steps: with `k` of the `bounds` below `x` (or at `x`, if inclusive),
/// `values[k]·step`.
///
/// @param bounds in ascending order
/// @param values one more than bounds, never decreasing
public record RealSteps(Ref x, List<Bound> bounds, IntTensor values, Rational step)
    implements RealOp {
  /// Where a step is.
  ///
  /// @param inclusive whether `at` itself lies above the step
  public record Bound(Surd at, boolean inclusive) {}

  public RealSteps {
    bounds = List.copyOf(bounds);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
