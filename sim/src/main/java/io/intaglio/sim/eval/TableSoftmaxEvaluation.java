package io.intaglio.sim.eval;

import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.Shape;

/// Softmax by a table of exponentials in float32.
final class TableSoftmaxEvaluation extends RowEvaluation {
  private final TableSoftmax op;
  private final float[] table = new float[TableSoftmax.ENTRIES];

  TableSoftmaxEvaluation(TableSoftmax op, Shape in) {
    super(in);
    this.op = op;
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) op.table().at(i);
    }
  }

  @Override
  void row(long[] x, int at, long most, long[] y) {
    int top = table.length - 1;
    float sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += table[(int) (top - most + x[at + c])];
    }
    float product = sum * op.scale();
    float reciprocal = 1f / product;
    for (int c = 0; c < channels; c++) {
      float e = table[(int) (top - most + x[at + c])];
      y[at + c] =
          switch (op.variant()) {
            case TFLITE -> FloatCodes.awayThen(e * reciprocal, op.zeroPoint(), op.type());
            case ONNX_RUNTIME -> {
              float share = e / sum;
              yield FloatCodes.evenThen(share * op.scale(), op.zeroPoint(), op.type());
            }
          };
    }
  }
}
