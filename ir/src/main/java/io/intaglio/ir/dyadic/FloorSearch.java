package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rounding;
import java.math.BigInteger;
import java.util.Optional;

/// Arrow: a monotone step function on an interval → `clamp((x·m + b) >> s, min, max)` with the
/// fewest bits of `|m|`, then the smallest `s`, then the smallest `|b|`.
///
/// Turn a decreasing function around by `x → −x`; then it increases. Let its `k`-th crossing go
/// from `below_k` at the input `before_k` to `above_k` at the next input `after_k`. As the bounds
/// are the least and greatest value that the function takes, and both sides are monotone, they are
/// equal everywhere exactly when for every crossing, with `μ = m/2^s` and `β = b/2^s`,
///
///     after_k·μ + β >= above_k    and    before_k·μ + β < below_k + 1
///
/// (the plateaus at the ends need only reach the bound). Some real `β` does it exactly when for all
/// `k, j`: `(after_k − before_j)·μ > above_k − below_j − 1`. So the slopes that work are an open
/// interval `(μ₁, μ₂)` which does not depend on `s`, and for integers `m, s` with `m/2^s` inside it
/// the least and greatest `b` are `max(above_k·2^s − after_k·m)` and
/// `min((below_k + 1)·2^s − 1 − before_k·m)`, integers again with the first not above the second.
///
/// Why the first `s` that has an `m` is best: if `m` serves at `s`, so does `2m` at `s + 1`, and
/// the least multiplier there is `2m` or `2m − 1`, which has more bits unless `m = 1`. For the same
/// reason there is one `m` only, unless `s = 0`: of two neighbours one is even. At `s = 0` the
/// distance of the interval of `b` from 0 is convex in `m`, so bisection finds the smallest `|b|`
/// among the multipliers of equally few bits.
///
/// Complete for `s <= 62` as long as products and sums stay within 63 bits and
/// `(interval width)·(greatest − least value)` below `2^59`, in which the slopes are compared
/// exactly; the slope interval is found by Newton's iteration on the piecewise linear slack.
///
/// Wrong neighbour: to round the source's own scale to some width, as fixed 16- or 31-bit
/// multipliers do. Where the source rounds twice, no width of it need serve: TFLite's multiplier
/// 2^30 at shift −1, a scale of 1/4, takes 1 to 1, while `⌊1/4 + 1/2⌋` is 0. And where few steps
/// are reached, far fewer bits do: `RNE(x/3)` on `[0, 4]` is `clamp(x − 1, 0, 1)`.
final class FloorSearch {
  private static final int EXACT_BITS = 59;

  private final int steps;
  private final long[] before;
  private final long[] after;
  private final long[] below;
  private final long[] above;

  private FloorSearch(StepFunction function) {
    steps = function.steps();
    before = new long[steps];
    after = new long[steps];
    below = new long[steps];
    above = new long[steps];
    long stride = function.interval().stride();
    for (int k = 0; k < steps; k++) {
      long at = function.at(k);
      if (function.increasing()) {
        before[k] = at - stride;
        after[k] = at;
        below[k] = function.before(k);
        above[k] = function.value(k);
      } else {
        int mirrored = steps - 1 - k;
        before[mirrored] = -at;
        after[mirrored] = -(at - stride);
        below[mirrored] = function.value(k);
        above[mirrored] = function.before(k);
      }
    }
  }

  /// The best form, or empty if there is none within the searched widths.
  static Optional<Linear> find(StepFunction function) {
    if (function.isConstant()) {
      return Optional.of(Linear.constant(function.first()));
    }
    try {
      FloorSearch search = new FloorSearch(function);
      return search
          .find()
          .map(f -> function.increasing() ? f : new Linear(-f.m(), f.b(), f.s(), 0, f.rounding()))
          .filter(f -> f.fits(function.interval()));
    } catch (ArithmeticException e) {
      // Some number needs more than the searched widths.
      return Optional.empty();
    }
  }

  private Optional<Linear> find() {
    long span = Math.subtractExact(after[steps - 1], before[0]);
    long codes = Math.subtractExact(above[steps - 1], below[0]);
    if (bits(span) + bits(codes) > EXACT_BITS) {
      return Optional.empty();
    }
    Fraction least = leastSlope();
    Fraction greatest = greatestSlope(codes);
    for (int s = 0; s <= Linear.MAX_SHIFT; s++) {
      BigInteger m = least.scaledFloor(s).add(BigInteger.ONE);
      if (m.bitLength() > 62) {
        return Optional.empty();
      }
      if (greatest == null || greatest.isAbove(m, s)) {
        return Optional.of(s == 0 ? smallestOffset(m.longValueExact(), greatest) : at(m, s));
      }
    }
    return Optional.empty();
  }

  private static int bits(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  /// `num/den` with `den > 0` and `num >= 0`.
  private record Fraction(long num, long den) {
    BigInteger scaledFloor(int s) {
      return BigInteger.valueOf(num).shiftLeft(s).divide(BigInteger.valueOf(den));
    }

    /// Whether `m/2^s` is below this.
    boolean isAbove(BigInteger m, int s) {
      return m.multiply(BigInteger.valueOf(den)).compareTo(BigInteger.valueOf(num).shiftLeft(s))
          < 0;
    }
  }

  /// The greatest `(above_k − below_j − 1)/(after_k − before_j)` over `j <= k`, at least 0.
  private Fraction leastSlope() {
    Fraction slope = new Fraction(0, 1);
    while (true) {
      long bestSlack = 0;
      Fraction steeper = null;
      int from = 0;
      long fromHeight = Long.MIN_VALUE;
      for (int k = 0; k < steps; k++) {
        long height = height(before[k], below[k], slope, -1);
        if (height > fromHeight) {
          fromHeight = height;
          from = k;
        }
        long slack = height(after[k], above[k], slope, 1) + fromHeight - slope.den;
        if (slack > bestSlack) {
          bestSlack = slack;
          steeper = new Fraction(above[k] - below[from] - 1, after[k] - before[from]);
        }
      }
      if (steeper == null) {
        return slope;
      }
      slope = steeper;
    }
  }

  /// The least `(below_j + 1 − above_k)/(before_j − after_k)` over `j > k` with a positive
  /// denominator; null if there is none.
  private Fraction greatestSlope(long codes) {
    Fraction slope = null;
    while (true) {
      // Before the first pair any slope above all fractions will do.
      Fraction trial = slope == null ? new Fraction(codes + 2, 1) : slope;
      long bestSlack = 0;
      Fraction flatter = null;
      int from = 0;
      long fromHeight = Long.MIN_VALUE;
      for (int j = 1; j < steps; j++) {
        long height = height(after[j - 1], above[j - 1], trial, 1);
        if (height > fromHeight) {
          fromHeight = height;
          from = j - 1;
        }
        long slack = height(before[j], below[j], trial, -1) + fromHeight - trial.den;
        if (slack > bestSlack) {
          bestSlack = slack;
          flatter = new Fraction(below[j] + 1 - above[from], before[j] - after[from]);
        }
      }
      if (flatter == null) {
        return slope;
      }
      slope = flatter;
    }
  }

  /// `sign·((value − below₀)·den − (position − before₀)·num)`.
  private long height(long position, long value, Fraction slope, int sign) {
    return sign * ((value - below[0]) * slope.den - (position - before[0]) * slope.num);
  }

  private Linear at(BigInteger m, int s) {
    long multiplier = m.longValueExact();
    return new Linear(multiplier, offset(multiplier, s), s, 0, Rounding.FLOOR);
  }

  /// The admissible `b` nearest to 0.
  private long offset(long m, int s) {
    long least = Long.MIN_VALUE;
    long greatest = Long.MAX_VALUE;
    for (int k = 0; k < steps; k++) {
      least = Math.max(least, bound(above[k], s, after[k], m));
      greatest = Math.min(greatest, bound(Math.addExact(below[k], 1), s, before[k], m) - 1);
    }
    if (least > greatest) {
      throw new IllegalStateException("no offset for a slope inside the interval");
    }
    return Math.clamp(0L, least, greatest);
  }

  private static long bound(long value, int s, long position, long m) {
    long scaled = Math.multiplyExact(value, 1L << s);
    return Math.subtractExact(scaled, Math.multiplyExact(position, m));
  }

  private Linear smallestOffset(long least, Fraction greatest) {
    long from = least;
    long to = (1L << bits(least)) - 1;
    if (greatest != null) {
      to = Math.min(to, (greatest.num - 1) / greatest.den);
    }
    while (from < to) {
      long middle = from + (to - from) / 2;
      if (Math.abs(offset(middle, 0)) <= Math.abs(offset(middle + 1, 0))) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return new Linear(from, offset(from, 0), 0, 0, Rounding.FLOOR);
  }
}
