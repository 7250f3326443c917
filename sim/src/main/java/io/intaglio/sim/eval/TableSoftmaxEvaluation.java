package io.intaglio.sim.eval;

import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.Shape;

/// Softmax by a table of exponentials in float32.
final class TableSoftmaxEvaluation implements Evaluation {
  private final TableSoftmax op;
  private final float[] table = new float[TableSoftmax.ENTRIES];
  private final int channels;

  TableSoftmaxEvaluation(TableSoftmax op, Shape in) {
    this.op = op;
    this.channels = in.channels();
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) op.table().at(i);
    }
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
              float scaled = e * op.scale();
              yield FloatCodes.evenThen(scaled / sum, op.zeroPoint(), op.type());
            }
          };
    }
  }
}
