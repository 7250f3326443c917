package io.intaglio.ir.dyadic;

import io.intaglio.ir.type.Range;

/// The reachable inputs of one channel: `lo, lo + 2^log2Stride, …, hi`, both ends among them. A
/// single input has stride 0.
record Interval(long lo, long hi, int log2Stride) {
  Interval {
    if (lo == hi) {
      log2Stride = 0;
    }
    hi = lo + ((Math.subtractExact(hi, lo) >> log2Stride) << log2Stride);
  }

  /// Element `flat` of `range`.
  ///
  /// @throws ArithmeticException if its width is no `long`
  static Interval of(Range range, int flat) {
    return new Interval(range.lo(flat), range.hi(flat), range.log2Stride(flat));
  }

  /// The narrowest interval that holds both, on the coarsest grid that does.
  Interval hull(Interval other) {
    if (equals(other)) {
      return this;
    }
    long offset = Math.subtractExact(other.lo, lo);
    int grid = offset == 0 ? 62 : Long.numberOfTrailingZeros(offset);
    if (lo != hi) {
      grid = Math.min(grid, log2Stride);
    }
    if (other.lo != other.hi) {
      grid = Math.min(grid, other.log2Stride);
    }
    return new Interval(Math.min(lo, other.lo), Math.max(hi, other.hi), Math.min(grid, 62));
  }

  long stride() {
    return 1L << log2Stride;
  }

  /// Index of `hi` when `lo` has index 0.
  long last() {
    return (hi - lo) >> log2Stride;
  }

  long at(long index) {
    return lo + (index << log2Stride);
  }
}
