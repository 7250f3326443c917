package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// What the two forms cost as hardware of constant coefficients, in full-adder bits.
///
/// With `w` the bits of an input: a `Rescale` has as many adders as `|m|` has non-zero canonical
/// signed digits (one fewer for the product, one more for `b`), each of `w + bits(m)` bits, and
/// one more where ties are not `b`'s; a `Threshold` has a comparator of `w` bits and one input of
/// the count for each step. Bounds cost both alike and are left out.
final class Cost {
  private Cost() {}

  static long ofLinear(List<Linear> forms, List<Interval> intervals) {
    long cost = 0;
    for (int c = 0; c < forms.size(); c++) {
      Linear form = forms.get(c);
      long m = Math.abs(form.m());
      long adders = (long) digits(m) + (form.rounding() == Rounding.FLOOR ? 0 : 1);
      cost += adders * (width(intervals.get(c)) + Long.SIZE - Long.numberOfLeadingZeros(m));
    }
    return cost;
  }

  static long ofThresholds(List<StepFunction> functions) {
    long cost = 0;
    for (StepFunction function : functions) {
      cost += (long) function.steps() * (width(function.interval()) + 1);
    }
    return cost;
  }

  private static int width(Interval interval) {
    return IntType.holding(interval.lo(), interval.hi()).bits() - interval.log2Stride();
  }

  /// Non-zero digits of the canonical signed-digit form: those of `3m xor m`.
  private static int digits(long m) {
    return Long.bitCount((3 * m) ^ m);
  }
}
