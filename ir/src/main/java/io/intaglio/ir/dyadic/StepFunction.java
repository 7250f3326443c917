package io.intaglio.ir.dyadic;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.rule.SourceRule;
import java.util.ArrayList;
import java.util.List;

/// A monotone rule on an interval, known by its first value and its steps: `values[k]` from
/// `at[k]` on.
final class StepFunction {
  private final Interval interval;
  private final long first;
  private final long[] at;
  private final long[] values;

  StepFunction(Interval interval, long first, long[] at, long[] values) {
    this.interval = interval;
    this.first = first;
    this.at = at;
    this.values = values;
  }

  Interval interval() {
    return interval;
  }

  /// The value at the interval's lower end.
  long first() {
    return first;
  }

  int steps() {
    return at.length;
  }

  /// The least input of step `k`.
  long at(int k) {
    return at[k];
  }

  /// The value from step `k` on.
  long value(int k) {
    return values[k];
  }

  boolean isConstant() {
    return at.length == 0;
  }

  /// The value at the interval's upper end.
  long last() {
    return values.length == 0 ? first : values[values.length - 1];
  }

  boolean increasing() {
    return last() >= first;
  }

  long min() {
    return Math.min(first, last());
  }

  long max() {
    return Math.max(first, last());
  }

  /// Value before step `k`.
  long before(int k) {
    return k == 0 ? first : values[k - 1];
  }

  Certificate.Channel certify(SourceRule rule) {
    List<Certificate.Step> steps = new ArrayList<>(at.length);
    for (int k = 0; k < at.length; k++) {
      steps.add(new Certificate.Step(at[k], values[k]));
    }
    return new Certificate.Channel(
        rule, interval.lo(), interval.hi(), interval.log2Stride(), first, steps);
  }
}
