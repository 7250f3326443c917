package io.intaglio.sim.eval;

import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.type.Shape;

/// `y = base + step · |{k : t_k <= x}|`, or `|{k : t_k >= x}|` where the direction is −1.
final class ThresholdEvaluation implements Evaluation {
  private final long[] thresholds;
  private final int count;
  private final int[] row;
  private final boolean[] rising;
  private final long base;
  private final long step;

  ThresholdEvaluation(Threshold op, Shape shape) {
    thresholds = op.thresholds().toArray();
    count = op.count();
    row = op.parameterShape().broadcastIndex(shape);
    int[] direction = op.direction().shape().broadcastIndex(op.parameterShape());
    rising = new boolean[direction.length];
    for (int i = 0; i < direction.length; i++) {
      rising[i] = op.direction().at(direction[i]) > 0;
    }
    base = op.base();
    step = op.step();
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    long[] x = operands[0];
    for (int sample = 0; sample < n; sample++) {
      int at = sample * row.length;
      for (int i = 0; i < row.length; i++) {
        long met = rising[row[i]] ? notAbove(x[at + i], row[i]) : notBelow(x[at + i], row[i]);
        y[at + i] = Math.addExact(base, Math.multiplyExact(step, met));
      }
    }
  }

  private long notAbove(long x, int row) {
    long met = 0;
    for (int k = row * count; k < (row + 1) * count; k++) {
      met += thresholds[k] <= x ? 1 : 0;
    }
    return met;
  }

  private long notBelow(long x, int row) {
    long met = 0;
    for (int k = row * count; k < (row + 1) * count; k++) {
      met += thresholds[k] >= x ? 1 : 0;
    }
    return met;
  }
}
