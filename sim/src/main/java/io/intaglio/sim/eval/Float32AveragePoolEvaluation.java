package io.intaglio.sim.eval;

import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Means over windows of `[H, W, C]` in float32.
final class Float32AveragePoolEvaluation implements Evaluation {
  private final Float32AveragePool op;
  private final Shape in;
  private final Shape out;

  Float32AveragePoolEvaluation(Float32AveragePool op, Shape in) {
    this.op = op;
    this.in = in;
    this.out = op.shape(List.of(in));
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    int next = 0;
    for (int sample = 0; sample < n; sample++) {
      for (int i = 0; i < out.dim(0); i++) {
        for (int j = 0; j < out.dim(1); j++) {
          for (int c = 0; c < out.dim(2); c++) {
            y[next++] = mean(operands[0], sample * in.size() + c, i, j);
          }
        }
      }
    }
  }

  private long mean(long[] x, int base, int i, int j) {
    int top = i * op.strideH() - op.padTop();
    int left = j * op.strideW() - op.padLeft();
    float sum = 0;
    int inside = 0;
    for (int row = Math.max(top, 0); row < Math.min(top + op.kernelH(), in.dim(0)); row++) {
      for (int col = Math.max(left, 0); col < Math.min(left + op.kernelW(), in.dim(1)); col++) {
        long code = x[base + (row * in.dim(1) + col) * in.dim(2)];
        float difference = code - op.inputZeroPoint();
        sum += difference * op.inputScale();
        inside++;
      }
    }
    int count = op.countPadding() ? op.kernelH() * op.kernelW() : inside;
    float mean = sum / count;
    float quotient = mean / op.outputScale();
    return FloatCodes.even(quotient + op.zeroPoint(), op.type());
  }
}
