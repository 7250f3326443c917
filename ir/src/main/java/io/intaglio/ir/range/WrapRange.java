package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;

/// Two's complement overflow: exact where the input stays within one period of the type; across a
/// border, the values just before and just after it are both there, so the result spans the type.
final class WrapRange {
  private WrapRange() {}

  static Range of(Wrap op, Value x) {
    Lattices result = new Lattices(Lattices.joint(x.range().shape(), op.bits().shape()));
    Range in = x.range().broadcastTo(result.shape());
    int[] parameter = op.bits().shape().broadcastIndex(result.shape());
    for (int i = 0; i < result.size(); i++) {
      result.set(i, wrap(Lattice.of(in, i), op.to(parameter[i])));
    }
    return result.toRange();
  }

  private static Lattice wrap(Lattice x, IntType to) {
    int bits = to.bits();
    if (bits <= x.stride()) {
      return Lattice.constant(wrap(x.lo(), to));
    }
    boolean onePeriod = ((x.lo() - to.min()) >> bits) == ((x.hi() - to.min()) >> bits);
    if (onePeriod) {
      return new Lattice(wrap(x.lo(), to), wrap(x.hi(), to), x.stride());
    }
    long rest = (x.lo() - to.min()) & ((1L << x.stride()) - 1);
    return new Lattice(to.min() + rest, to.max(), x.stride());
  }

  private static long wrap(long value, IntType to) {
    int unused = 64 - to.bits();
    if (to.bits() == 0) {
      return 0;
    }
    return to.signed() ? (value << unused) >> unused : (value << unused) >>> unused;
  }
}
