package io.intaglio.ir.rule;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import java.util.List;

/// One monotone step of an [ExactChain], over exact reals.
public sealed interface ExactStep {
  /// `v ↦ a·v + b`.
  record Affine(Surd a, Surd b) implements ExactStep {}

  /// `v ↦ max(v, bound)`.
  record AtLeast(Rational bound) implements ExactStep {}

  /// `v ↦ min(v, bound)`.
  record AtMost(Rational bound) implements ExactStep {}

  /// `v ↦` the integer that `mode` rounds `v` to.
  record Round(Rounding mode) implements ExactStep {}

  /// `v ↦ +1` if `v >= 0`, else `−1`.
  record Sign() implements ExactStep {}

  /// `v ↦` the number of `bounds` below `v`, or at it where inclusive.
  record Count(List<Bound> bounds) implements ExactStep {
    public Count {
      bounds = List.copyOf(bounds);
    }
  }

  /// Where a count steps.
  ///
  /// @param inclusive whether `at` itself lies above the step
  record Bound(Surd at, boolean inclusive) {
    boolean isBelow(Surd v) {
      int order = at.compareTo(v);
      return order < 0 || (inclusive && order == 0);
    }
  }

  /// `v ↦ v` if `v >= 0`, else `slope·v`, with `slope >= 0`.
  record LeakyRectify(Rational slope) implements ExactStep {}
}
