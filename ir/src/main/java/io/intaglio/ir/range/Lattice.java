package io.intaglio.ir.range;

import io.intaglio.ir.type.Range;

/// The integers `lo, lo + 2^stride, …, hi` that one element can be. Both ends are in the set.
///
/// Arithmetic treats operands as independent; results hold every possible value, their ends are
/// attained, and their stride is the greatest power of two that divides all differences, unless a
/// method says otherwise.
///
/// @param stride log2; [#CONSTANT] for a single value
record Lattice(long lo, long hi, int stride) {
  /// The stride of a single value: divisible by every power of two that a `long` can hold.
  static final int CONSTANT = 63;

  private static final int MAX_STRIDE = 62;

  Lattice {
    if (lo > hi || stride < 0) {
      throw new IllegalArgumentException("[" + lo + ", " + hi + "] stride 2^" + stride);
    }
    stride = Math.min(stride, MAX_STRIDE);
    hi -= (hi - lo) & mask(stride);
    if (lo == hi) {
      stride = CONSTANT;
    }
  }

  static Lattice of(Range range, int flat) {
    return new Lattice(range.lo(flat), range.hi(flat), range.log2Stride(flat));
  }

  static Lattice constant(long value) {
    return new Lattice(value, value, CONSTANT);
  }

  /// The two values, in either order.
  static Lattice pair(long a, long b) {
    return new Lattice(Math.min(a, b), Math.max(a, b), log2(a - b));
  }

  /// The exponent of the greatest power of two that divides `difference`.
  static int log2(long difference) {
    return Math.min(Long.numberOfTrailingZeros(difference), CONSTANT);
  }

  private static long mask(int stride) {
    return (1L << stride) - 1;
  }

  boolean isConstant() {
    return lo == hi;
  }

  /// Whether there are at most `limit` values.
  boolean hasAtMost(int limit) {
    return isConstant() || Long.compareUnsigned((hi - lo) >>> stride, limit) < 0;
  }

  /// The distance of neighbours; needs at least two values.
  long step() {
    return 1L << stride;
  }

  /// @throws ArithmeticException if a bound leaves `long`
  Lattice plus(Lattice other) {
    return new Lattice(
        Math.addExact(lo, other.lo), Math.addExact(hi, other.hi), Math.min(stride, other.stride));
  }

  /// @throws ArithmeticException if a bound leaves `long`
  Lattice plus(long offset) {
    return new Lattice(Math.addExact(lo, offset), Math.addExact(hi, offset), stride);
  }

  /// @throws ArithmeticException if a bound leaves `long`
  Lattice minus(Lattice other) {
    return new Lattice(
        Math.subtractExact(lo, other.hi),
        Math.subtractExact(hi, other.lo),
        Math.min(stride, other.stride));
  }

  /// @throws ArithmeticException if a bound leaves `long`
  Lattice times(long factor) {
    long a = Math.multiplyExact(lo, factor);
    long b = Math.multiplyExact(hi, factor);
    return new Lattice(Math.min(a, b), Math.max(a, b), productStride(stride, log2(factor)));
  }

  /// `(a + i·2^s)·(b + j·2^t) = ab + a·j·2^t + b·i·2^s + ij·2^(s+t)`.
  ///
  /// @throws ArithmeticException if a bound leaves `long`
  Lattice times(Lattice other) {
    long a = Math.multiplyExact(lo, other.lo);
    long b = Math.multiplyExact(lo, other.hi);
    long c = Math.multiplyExact(hi, other.lo);
    long d = Math.multiplyExact(hi, other.hi);
    int common =
        Math.min(
            productStride(stride, other.stride),
            Math.min(productStride(log2(lo), other.stride), productStride(stride, log2(other.lo))));
    return new Lattice(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)), common);
  }

  private static int productStride(int a, int b) {
    return Math.min(a + b, CONSTANT);
  }

  /// `⌊x / 2^bits⌋`. The stride is a lower bound where it does not divide evenly.
  Lattice shiftRight(int bits) {
    if (isConstant() || hasAtMost(2)) {
      return pair(lo >> bits, hi >> bits);
    }
    return new Lattice(lo >> bits, hi >> bits, Math.max(stride - bits, 0));
  }

  /// `min(max(x, low), high)`.
  Lattice clamp(long low, long high) {
    long first = Math.min(Math.max(lo, low), high);
    long last = Math.min(Math.max(hi, low), high);
    if (first == last) {
      return constant(first);
    }
    if (first == lo && last == hi) {
      return this;
    }
    // Distances from the two new ends to the nearest old values between them.
    long gapBelow = (lo - first) & mask(stride);
    long gapAbove = (last - lo) & mask(stride);
    long width = last - first;
    if (Long.compareUnsigned(gapBelow, width) > 0) {
      return pair(first, last);
    }
    boolean several = first + gapBelow != last - gapAbove;
    int common = Math.min(log2(gapBelow), log2(gapAbove));
    return new Lattice(first, last, several ? Math.min(common, stride) : common);
  }

  /// The smallest set of this form that holds both.
  Lattice union(Lattice other) {
    int common = Math.min(Math.min(stride, other.stride), log2(lo - other.lo));
    return new Lattice(Math.min(lo, other.lo), Math.max(hi, other.hi), common);
  }

  /// The least value not below `bound`, which must not exceed `hi`.
  long ceiling(long bound) {
    return bound <= lo ? lo : bound + ((lo - bound) & mask(isConstant() ? 0 : stride));
  }
}
