package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/// A rescale is monotone, so its bounds are its values at the input's bounds. Strides are exact for
/// inputs of few values, which are enumerated, and where `x·m` steps by multiples of `2^s`.
final class RescaleRange {
  private static final int ENUMERATED = 256;

  private RescaleRange() {}

  static Range of(Rescale op, Value x) {
    Shape joint =
        Lattices.joint(
            x.range().shape(),
            op.m().shape(),
            op.b().shape(),
            op.s().shape(),
            op.z().shape(),
            op.lo().shape(),
            op.hi().shape());
    Range in = x.range().broadcastTo(joint);
    long[] m = Lattices.spread(op.m(), joint);
    long[] b = Lattices.spread(op.b(), joint);
    long[] s = Lattices.spread(op.s(), joint);
    long[] z = Lattices.spread(op.z(), joint);
    long[] lo = Lattices.spread(op.lo(), joint);
    long[] hi = Lattices.spread(op.hi(), joint);
    Map<Use, Lattice> known = new HashMap<>();
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      Element element = new Element(m[i], b[i], (int) s[i], z[i], lo[i], hi[i], op.rounding());
      Use use = new Use(element, Lattice.of(in, i));
      result.set(i, known.computeIfAbsent(use, Use::result));
    }
    return result.toRange();
  }

  /// What decides an element's result.
  private record Use(Element element, Lattice x) {
    Lattice result() {
      return element.of(x);
    }
  }

  /// One element's function.
  private record Element(long m, long b, int s, long z, long lo, long hi, Rounding rounding) {
    Lattice of(Lattice x) {
      return x.hasAtMost(ENUMERATED) ? enumerated(x) : byBounds(x);
    }

    private Lattice enumerated(Lattice x) {
      Lattice all = Lattice.constant(at(x.lo()));
      for (long v = x.lo(); v != x.hi(); ) {
        v += x.step();
        all = all.union(Lattice.constant(at(v)));
      }
      return all;
    }

    private Lattice byBounds(Lattice x) {
      long first = at(m >= 0 ? x.lo() : x.hi());
      long last = at(m >= 0 ? x.hi() : x.lo());
      BigInteger lowest = unclamped(m >= 0 ? x.lo() : x.hi());
      BigInteger highest = unclamped(m >= 0 ? x.hi() : x.lo());
      int stride = Math.min(x.stride() + Lattice.log2(m), Lattice.CONSTANT) - s;
      if (first == last) {
        return Lattice.constant(first);
      }
      if (stride <= 0
          || !keepsSteps(x.lo())
          || lowest.bitLength() > 63
          || highest.bitLength() > 63) {
        return new Lattice(first, last, 0);
      }
      return new Lattice(lowest.longValueExact(), highest.longValueExact(), stride).clamp(lo, hi);
    }

    /// Whether rounding commutes with adding even integers to `(x·m + b) / 2^s`: always, save for
    /// rules that look at the sign of a number between integers.
    private boolean keepsSteps(long x) {
      BigInteger n = numerator(x);
      return switch (rounding) {
        case FLOOR, CEIL, HALF_UP, HALF_EVEN -> true;
        case TOWARD_ZERO, AWAY_FROM_ZERO, HALF_AWAY, HALF_TOWARD_ZERO ->
            n.signum() == 0 || n.getLowestSetBit() >= s;
      };
    }

    private BigInteger numerator(long x) {
      return BigInteger.valueOf(x).multiply(BigInteger.valueOf(m)).add(BigInteger.valueOf(b));
    }

    private BigInteger unclamped(long x) {
      return DyadicRounding.round(numerator(x), s, rounding).add(BigInteger.valueOf(z));
    }

    private long at(long x) {
      long high = Math.multiplyHigh(x, m);
      long low = x * m;
      long sum = low + b;
      boolean fits = high == (low >> 63) && ((low ^ sum) & (b ^ sum)) >= 0;
      if (fits) {
        long rounded = DyadicRounding.round(sum, s, rounding);
        long shifted = rounded + z;
        if (((rounded ^ shifted) & (z ^ shifted)) >= 0) {
          return Math.min(Math.max(shifted, lo), hi);
        }
      }
      return unclamped(x).max(BigInteger.valueOf(lo)).min(BigInteger.valueOf(hi)).longValueExact();
    }
  }
}
