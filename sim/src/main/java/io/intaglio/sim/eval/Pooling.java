package io.intaglio.sim.eval;

import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.function.LongBinaryOperator;

/// Maxima and sums over windows of `[H, W, C]`.
final class Pooling {
  private Pooling() {}

  static Evaluation max(MaxPool op, Shape in) {
    Shape out = op.shape(List.of(in));
    return new Windows(in, out, op.kernelH(), op.kernelW(), op.strideH(), op.strideW(), Math::max);
  }

  static Evaluation sum(SumPool op, Shape in) {
    Shape out = op.shape(List.of(in));
    return new Windows(
        in, out, op.kernelH(), op.kernelW(), op.strideH(), op.strideW(), Math::addExact);
  }

  private record Windows(
      Shape in,
      Shape out,
      int kernelH,
      int kernelW,
      int strideH,
      int strideW,
      LongBinaryOperator reduction)
      implements Evaluation {
    @Override
    public void run(int n, long[][] operands, long[] y) {
      int next = 0;
      for (int sample = 0; sample < n; sample++) {
        for (int i = 0; i < out.dim(0); i++) {
          for (int j = 0; j < out.dim(1); j++) {
            for (int c = 0; c < out.dim(2); c++) {
              y[next++] = window(operands[0], sample * in.size(), i * strideH, j * strideW, c);
            }
          }
        }
      }
    }

    private long window(long[] x, int base, int row, int column, int channel) {
      int rowStep = in.dim(1) * in.dim(2);
      int first = base + row * rowStep + column * in.dim(2) + channel;
      long result = x[first];
      for (int u = 0; u < kernelH; u++) {
        for (int v = u == 0 ? 1 : 0; v < kernelW; v++) {
          result = reduction.applyAsLong(result, x[first + u * rowStep + v * in.dim(2)]);
        }
      }
      return result;
    }
  }
}
