package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// The indices that can win: an element wins if its upper bound exceeds the lower bounds of all
/// before it and reaches those of all behind it.
final class ArgMaxRange {
  private ArgMaxRange() {}

  static Range of(Value x) {
    Range in = Lattices.full(x);
    Shape out = new ArgMax(new Ref(x.name())).shape(List.of(x.shape()));
    int channels = x.shape().channels();
    Lattices result = new Lattices(out);
    for (int i = 0; i < result.size(); i++) {
      result.set(i, winners(in, i * channels, channels));
    }
    return result.toRange();
  }

  private static Lattice winners(Range in, int from, int channels) {
    Lattice winners = null;
    for (int c = 0; c < channels; c++) {
      if (canWin(in, from, channels, c)) {
        Lattice winner = Lattice.constant(c);
        winners = winners == null ? winner : winners.union(winner);
      }
    }
    return winners;
  }

  private static boolean canWin(Range in, int from, int channels, int c) {
    long most = in.hi(from + c);
    for (int other = 0; other < channels; other++) {
      long least = in.lo(from + other);
      if (other < c ? least >= most : least > most) {
        return false;
      }
    }
    return true;
  }
}
