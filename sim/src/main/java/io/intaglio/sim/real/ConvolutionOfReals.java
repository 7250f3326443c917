package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.type.Shape;

/// Cross-correlation of `[N, C, H, W]` with `[O, C/groups, kH, kW]`, summed in double and rounded
/// once.
final class ConvolutionOfReals {
  private final RealConv op;
  private final Value x;
  private final Value w;
  private final double[] sums;
  private final Shape to;

  private ConvolutionOfReals(RealConv op, Value x, Value w, Shape to) {
    this.op = op;
    this.x = x;
    this.w = w;
    this.to = to;
    this.sums = new double[to.size()];
  }

  static double[] apply(RealConv op, Value x, Value w, Shape to, FloatType type) {
    ConvolutionOfReals convolution = new ConvolutionOfReals(op, x, w, to);
    convolution.run();
    double[] sums = convolution.sums;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = type.round(sums[i]);
    }
    return sums;
  }

  private void run() {
    int outputs = to.dim(1);
    int perGroup = w.shape().dim(1);
    for (int n = 0; n < to.dim(0); n++) {
      for (int o = 0; o < outputs; o++) {
        int first = o / (outputs / op.groups()) * perGroup;
        for (int c = 0; c < perGroup; c++) {
          int from = (n * x.shape().dim(1) + first + c) * x.shape().dim(2) * x.shape().dim(3);
          int kernel = (o * perGroup + c) * w.shape().dim(2) * w.shape().dim(3);
          plane(from, kernel, (n * outputs + o) * to.dim(2) * to.dim(3));
        }
      }
    }
  }

  /// Adds what one plane of `x` gives to one plane of the result.
  private void plane(int from, int kernel, int at) {
    int kernelW = w.shape().dim(3);
    for (int u = 0; u < w.shape().dim(2); u++) {
      for (int v = 0; v < kernelW; v++) {
        double weight = w.elements()[kernel + u * kernelW + v];
        for (int row = 0; row < to.dim(2); row++) {
          int y = row * op.strideH() + u * op.dilationH() - op.padTop();
          if (y >= 0 && y < x.shape().dim(2)) {
            row(from + y * x.shape().dim(3), v, weight, at + row * to.dim(3));
          }
        }
      }
    }
  }

  private void row(int from, int v, double weight, int at) {
    for (int column = 0; column < to.dim(3); column++) {
      int place = column * op.strideW() + v * op.dilationW() - op.padLeft();
      if (place >= 0 && place < x.shape().dim(3)) {
        sums[at + column] += weight * x.elements()[from + place];
      }
    }
  }
}
