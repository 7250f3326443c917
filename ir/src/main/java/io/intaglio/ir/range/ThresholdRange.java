package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The codes that a step function reaches on its input's values.
final class ThresholdRange {
  private ThresholdRange() {}

  /// What decides an element's result.
  private record Element(int row, boolean rising, Lattice x) {}

  static Range of(Threshold op, Value x) {
    Shape parameters = op.parameterShape();
    Shape joint = Lattices.joint(x.range().shape(), parameters);
    Range in = x.range().broadcastTo(joint);
    int[] row = parameters.broadcastIndex(joint);
    int[] direction = op.direction().shape().broadcastIndex(joint);
    long[][] sorted = sortedRows(op);
    Map<Element, Lattice> known = new HashMap<>();
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      boolean rising = op.direction().at(direction[i]) > 0;
      Element element = new Element(row[i], rising, Lattice.of(in, i));
      result.set(
          i,
          known.computeIfAbsent(
              element,
              e -> counts(e.x(), sorted[e.row()], e.rising()).times(op.step()).plus(op.base())));
    }
    return result.toRange();
  }

  private static long[][] sortedRows(Threshold op) {
    long[] all = op.thresholds().toArray();
    int count = op.count();
    long[][] rows = new long[op.parameterShape().size()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(all, row * count, (row + 1) * count);
      Arrays.sort(rows[row]);
    }
    return rows;
  }

  /// How many thresholds are met. Going up from `x.lo()`, the count only changes at the first value
  /// from a threshold on (or past it, when counting those not below), so these values suffice.
  private static Lattice counts(Lattice x, long[] sorted, boolean rising) {
    Lattice counts = Lattice.constant(count(x.lo(), sorted, rising));
    for (long t : sorted) {
      boolean inside = rising ? t <= x.hi() : t < x.hi();
      if (inside) {
        long at = x.ceiling(rising ? t : t + 1);
        counts = counts.union(Lattice.constant(count(at, sorted, rising)));
      }
    }
    return counts;
  }

  private static long count(long x, long[] sorted, boolean rising) {
    int below = 0;
    int end = sorted.length;
    // The first index whose threshold is not met (rising) or is met (falling).
    while (below < end) {
      int middle = (below + end) >>> 1;
      if (rising ? sorted[middle] <= x : sorted[middle] < x) {
        below = middle + 1;
      } else {
        end = middle;
      }
    }
    return rising ? below : sorted.length - below;
  }
}
