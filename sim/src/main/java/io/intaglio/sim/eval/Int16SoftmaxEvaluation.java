package io.intaglio.sim.eval;

import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.type.Shape;

/// Softmax of 16-bit codes by interpolated tables.
final class Int16SoftmaxEvaluation extends RowEvaluation {
  private final Int16Softmax op;
  private final long[] exponentials;
  private final long[] reciprocals;

  Int16SoftmaxEvaluation(Int16Softmax op, Shape in) {
    super(in);
    this.op = op;
    this.exponentials = op.exponentials().toArray();
    this.reciprocals = op.reciprocals().toArray();
  }

  @Override
  void row(long[] x, int at, long most, long[] y) {
    long sum = 0;
    for (int c = 0; c < channels; c++) {
      y[at + c] = interpolate(exponentials, scaled(x[at + c] - most) + Short.MAX_VALUE);
      sum += y[at + c];
    }
    int zeros = Integer.numberOfLeadingZeros((int) sum);
    long normal = ((sum << (zeros - 1)) + (1 << 13)) >> 14;
    long reciprocal = interpolate(reciprocals, normal - (1 << 15) - (1 << 16));
    int shift = 31 - zeros;
    for (int c = 0; c < channels; c++) {
      long share = (y[at + c] * reciprocal + (1L << (shift - 1))) >> shift;
      y[at + c] = Math.min(Math.max(share, 0), Short.MAX_VALUE);
    }
  }

  /// The product with the multiplier, rounded twice.
  private long scaled(long difference) {
    long shifted = difference << Math.max(op.shift(), 0);
    long product = (shifted * op.multiplier() + (1L << 30)) >> 31;
    int right = Math.max(-op.shift(), 0);
    long half = right == 0 ? 0 : 1L << (right - 1);
    return product >= 0 ? (product + half) >> right : -((-product + half) >> right);
  }

  private static long interpolate(long[] table, long number) {
    int v = (int) Math.min(Math.max(number, Short.MIN_VALUE), Short.MAX_VALUE);
    int k = 256 + (v >> 7);
    return table[k] + (((table[k + 1] - table[k]) * (v & 127) + 64) >> 7);
  }
}
