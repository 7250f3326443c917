package io.intaglio.ir.range;

import java.math.BigInteger;

/// Bounds and stride of a sum of products of any width.
final class ExactSum {
  private BigInteger lo;
  private BigInteger hi;
  private int stride = Lattice.CONSTANT;

  ExactSum(long start) {
    lo = BigInteger.valueOf(start);
    hi = lo;
  }

  /// Adds `⌊x·w / 2^shift⌋`.
  void add(Lattice x, long w, int shift) {
    if (w == 0) {
      return;
    }
    BigInteger factor = BigInteger.valueOf(w);
    BigInteger a = BigInteger.valueOf(x.lo()).multiply(factor).shiftRight(shift);
    BigInteger b = BigInteger.valueOf(x.hi()).multiply(factor).shiftRight(shift);
    lo = lo.add(a.min(b));
    hi = hi.add(a.max(b));
    stride = Math.min(stride, productStride(x, w, shift, a.equals(b), a.subtract(b)));
  }

  private static int productStride(
      Lattice x, long w, int shift, boolean constant, BigInteger difference) {
    if (constant) {
      return Lattice.CONSTANT;
    }
    return x.hasAtMost(2)
        ? difference.getLowestSetBit()
        : Math.max(x.stride() + Long.numberOfTrailingZeros(w) - shift, 0);
  }

  ExactSum plus(BigInteger offset) {
    lo = lo.add(offset);
    hi = hi.add(offset);
    return this;
  }

  ExactSum shiftRight(int bits) {
    BigInteger width = hi.subtract(lo);
    boolean two = stride < Lattice.CONSTANT && width.equals(BigInteger.ONE.shiftLeft(stride));
    lo = lo.shiftRight(bits);
    hi = hi.shiftRight(bits);
    if (lo.equals(hi)) {
      stride = Lattice.CONSTANT;
    } else {
      stride = two ? hi.subtract(lo).getLowestSetBit() : Math.max(stride - bits, 0);
    }
    return this;
  }

  /// `min(max(sum, low), high)`. Needs a stride that divides `hi − lo`.
  Lattice clamp(long low, long high) {
    if (lo.bitLength() <= 63 && hi.bitLength() <= 63) {
      return toLattice().clamp(low, high);
    }
    BigInteger least = BigInteger.valueOf(low);
    BigInteger greatest = BigInteger.valueOf(high);
    return new Lattice(
        lo.max(least).min(greatest).longValueExact(),
        hi.max(least).min(greatest).longValueExact(),
        0);
  }

  /// @throws ArithmeticException if a bound is no `long`
  Lattice toLattice() {
    return new Lattice(lo.longValueExact(), hi.longValueExact(), stride);
  }
}
