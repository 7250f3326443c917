package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.type.Shape;

/// Maxima and means over windows of the two innermost axes.
final class PoolsOfReals {
  private PoolsOfReals() {}

  /// What becomes of the elements of one window that lie inside.
  private interface Window {
    double of(double[] x, int plane, int top, int left);
  }

  static double[] max(RealMaxPool op, Value x, Shape to) {
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    return slide(
        x,
        to,
        op.strideH(),
        op.strideW(),
        (values, plane, row, column) -> {
          double best = Double.NEGATIVE_INFINITY;
          for (int u = Math.max(0, row - op.padTop());
              u < end(row, op.padTop(), op.kernelH(), height);
              u++) {
            for (int v = Math.max(0, column - op.padLeft());
                v < end(column, op.padLeft(), op.kernelW(), width);
                v++) {
              best = Math.max(best, values[plane + u * width + v]);
            }
          }
          return best;
        });
  }

  private static int end(int start, int pad, int kernel, int extent) {
    return Math.min(extent, start - pad + kernel);
  }

  static double[] average(RealAveragePool op, Value x, Shape to, FloatType type) {
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    return slide(
        x,
        to,
        op.strideH(),
        op.strideW(),
        (values, plane, row, column) -> {
          double sum = 0;
          int count = 0;
          for (int u = Math.max(0, row - op.padTop());
              u < end(row, op.padTop(), op.kernelH(), height);
              u++) {
            for (int v = Math.max(0, column - op.padLeft());
                v < end(column, op.padLeft(), op.kernelW(), width);
                v++) {
              sum += values[plane + u * width + v];
              count++;
            }
          }
          int divisor = op.countPadding() ? op.kernelH() * op.kernelW() : count;
          return type.round(sum / divisor);
        });
  }

  private static double[] slide(Value x, Shape to, int strideH, int strideW, Window window) {
    double[] y = new double[to.size()];
    int plane = x.shape().dim(2) * x.shape().dim(3);
    int rows = to.dim(2);
    int columns = to.dim(3);
    for (int i = 0; i < y.length; i++) {
      int row = i / columns % rows * strideH;
      int column = i % columns * strideW;
      y[i] = window.of(x.elements(), i / (rows * columns) * plane, row, column);
    }
    return y;
  }
}
