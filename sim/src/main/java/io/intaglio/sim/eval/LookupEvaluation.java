package io.intaglio.sim.eval;

import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.type.Shape;
import java.util.Objects;

/// `y = table[x − base]`, or `table[c, x − base]` for channel `c`.
final class LookupEvaluation implements Evaluation {
  private final long[] table;
  private final int entries;
  private final int rows;
  private final int channels;
  private final long base;

  LookupEvaluation(Lookup op, Shape shape) {
    table = op.table().toArray();
    entries = op.entries();
    rows = table.length / entries;
    channels = shape.channels();
    base = op.base();
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    long[] x = operands[0];
    for (int i = 0; i < y.length; i++) {
      int row = rows == 1 ? 0 : i % channels;
      long entry = Objects.checkIndex(Math.subtractExact(x[i], base), (long) entries);
      y[i] = table[row * entries + (int) entry];
    }
  }
}
