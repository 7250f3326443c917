package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[i,j,o] = bias[o] + Σ_{u,v,c} ⌊x[i·strideH + u·dilationH, j·strideW + v·dilationW, g·C/groups
/// + c] · weights[o,u,v,c] / 2^productShift⌋` with `g = o / (O/groups)`.
final class ConvolutionEvaluation implements Evaluation {
  private final Conv2d op;
  private final Shape in;
  private final Shape out;
  private final DotProducts products;

  ConvolutionEvaluation(Conv2d op, Value x) {
    this.op = op;
    this.in = x.shape();
    this.out = op.shape(List.of(in));
    this.products = new DotProducts(op.weights(), op.bias(), op.productShift(), x.type());
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    int outputs = out.dim(2);
    int perGroup = outputs / op.groups();
    int positions = out.dim(0) * out.dim(1);
    long[] windows = new long[positions * products.terms()];
    for (int sample = 0; sample < n; sample++) {
      for (int g = 0; g < op.groups(); g++) {
        gather(operands[0], sample * in.size(), g, windows);
        int at = sample * positions * outputs + g * perGroup;
        products.apply(positions, windows, g * perGroup, (g + 1) * perGroup, y, at, outputs);
      }
    }
  }

  /// Writes out the inputs of each output position in one group, in the order of the weights.
  private void gather(long[] x, int base, int group, long[] windows) {
    int width = in.dim(1);
    int channels = in.dim(2);
    int depth = channels / op.groups();
    int next = 0;
    for (int i = 0; i < out.dim(0); i++) {
      for (int j = 0; j < out.dim(1); j++) {
        for (int u = 0; u < op.kernelH(); u++) {
          for (int v = 0; v < op.kernelW(); v++) {
            int row = i * op.strideH() + u * op.dilationH();
            int column = j * op.strideW() + v * op.dilationW();
            int from = base + (row * width + column) * channels + group * depth;
            System.arraycopy(x, from, windows, next, depth);
            next += depth;
          }
        }
      }
    }
  }
}
