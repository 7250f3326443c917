package io.intaglio.sim.eval;

import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.type.Shape;

/// Softmax in fixed point.
final class GemmlowpSoftmaxEvaluation extends RowEvaluation {
  private static final int SUM_INTEGER_BITS = 12;

  private final GemmlowpSoftmax op;

  GemmlowpSoftmaxEvaluation(GemmlowpSoftmax op, Shape in) {
    super(in);
    this.op = op;
  }

  @Override
  void row(long[] x, int at, long most, long[] y) {
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
