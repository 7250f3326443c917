package io.intaglio.ir.dyadic;

import io.intaglio.ir.rule.SourceRule;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/// Finds the steps of a monotone rule by galloping from a guess and bisection: a good guess costs
/// two evaluations a step, a bad one `2·log2` of its distance.
final class StepFinder {
  private final LongUnaryOperator rule;
  private final StepGuess guess;
  private final Interval interval;
  private long[] at = new long[8];
  private long[] values = new long[8];
  private int count;
  private long foundAt = -1;
  private long foundValue;

  private StepFinder(LongUnaryOperator rule, StepGuess guess, Interval interval) {
    this.rule = rule;
    this.guess = guess;
    this.interval = interval;
  }

  /// The steps of `rule` on `interval`.
  ///
  /// @param fast equals `rule` everywhere; what is evaluated
  /// @param limit the most steps to look for
  /// @throws ArithmeticException where the rule has no value, or there are more steps
  static StepFunction find(SourceRule rule, LongUnaryOperator fast, Interval interval, int limit) {
    return new StepFinder(fast, StepGuess.of(rule), interval).find(limit);
  }

  private StepFunction find(int limit) {
    long first = value(0);
    foundAt = interval.last();
    foundValue = value(foundAt);
    long last = foundValue;
    boolean up = last >= first;
    long index = 0;
    long current = first;
    long gap = 0;
    while (current != last) {
      if (count == limit) {
        throw new ArithmeticException("more than " + limit + " steps");
      }
      long start = start(index, gap, current, up);
      long next = next(index, current, start, up);
      gap = next - index;
      index = next;
      current = index == foundAt ? foundValue : value(index);
      add(interval.at(index), current);
    }
    return new StepFunction(
        interval, first, Arrays.copyOf(at, count), Arrays.copyOf(values, count));
  }

  private void add(long position, long value) {
    if (count == at.length) {
      at = Arrays.copyOf(at, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    at[count] = position;
    values[count++] = value;
  }

  private long value(long index) {
    return rule.applyAsLong(interval.at(index));
  }

  /// Where to look first for the step out of `current`, whose plateau holds `index`.
  private long start(long index, long gap, long current, boolean up) {
    double crossing = guess.leaves(current, up);
    if (!Double.isNaN(crossing)) {
      double steps = Math.ceil((crossing - interval.lo()) / interval.stride());
      return bounded((long) steps, index);
    }
    long last = interval.last();
    return gap == 0
        ? index + Math.max(1, (last - index) / 2)
        : bounded(saturatedSum(index, gap), index);
  }

  private long bounded(long start, long index) {
    return Math.min(Math.max(start, index + 1), interval.last());
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /// The least index above `from` whose value lies beyond `current`; there is one.
  private long next(long from, long current, long start, boolean up) {
    long below = from;
    long above = interval.last();
    long probe = start;
    long reach = 1;
    boolean beyond = beyond(probe, current, up);
    if (beyond) {
      above = probe;
      while (above - below > 1) {
        probe = above - below <= reach ? below + 1 : above - reach;
        if (!beyond(probe, current, up)) {
          below = probe;
          break;
        }
        above = probe;
        reach *= 2;
      }
    } else {
      below = probe;
      while (above - below > 1) {
        probe = above - below <= reach ? above - 1 : below + reach;
        if (beyond(probe, current, up)) {
          above = probe;
          break;
        }
        below = probe;
        reach *= 2;
      }
    }
    while (above - below > 1) {
      long middle = below + (above - below) / 2;
      if (beyond(middle, current, up)) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return above;
  }

  private boolean beyond(long index, long current, boolean up) {
    long value = value(index);
    if (up ? value < current : value > current) {
      throw new IllegalStateException("rule is not monotone at " + interval.at(index));
    }
    if (value == current) {
      return false;
    }
    foundAt = index;
    foundValue = value;
    return true;
  }
}
