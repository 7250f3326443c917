package io.intaglio.sim.eval;

import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.type.Shape;

/// Softmax in fixed point.
final class GemmlowpSoftmaxEvaluation implements Evaluation {
  private static final int SUM_INTEGER_BITS = 12;

  private final GemmlowpSoftmax op;
  private final int channels;

  GemmlowpSoftmaxEvaluation(GemmlowpSoftmax op, Shape in) {
    this.op = op;
    this.channels = in.channels();
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    for (int row = 0; row < y.length; row += channels) {
      row(operands[0], row, y);
    }
  }

  private void row(long[] x, int at, long[] y) {
    long most = x[at];
    for (int c = 1; c < channels; c++) {
      most = Math.max(most, x[at + c]);
    }
    int[] exponentials = new int[channels];
    int sum = 0;
    for (int c = 0; c < channels; c++) {
      long difference = x[at + c] - most;
      if (difference >= op.diffMin()) {
        int shifted = (int) (difference << op.leftShift());
        exponentials[c] =
            FixedPoint32.exponential(FixedPoint32.highMultiply(shifted, op.multiplier()));
        sum += FixedPoint32.divide(exponentials[c], SUM_INTEGER_BITS);
      }
    }
    int zeros = Integer.numberOfLeadingZeros(sum);
    int reciprocal = FixedPoint32.reciprocal((sum << zeros) - (1 << 31));
    int exponent = SUM_INTEGER_BITS - zeros + 31 - op.type().bits();
    for (int c = 0; c < channels; c++) {
      int share = FixedPoint32.highMultiply(reciprocal, exponentials[c]);
      long code = FixedPoint32.divide(share, exponent) + op.type().min();
      y[at + c] = Math.min(Math.max(code, op.type().min()), op.type().max());
    }
  }
}
