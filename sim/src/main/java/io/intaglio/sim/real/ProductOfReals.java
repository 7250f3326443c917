package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import java.util.Arrays;

/// `y[.., o] = Σ_k x[.., k]·w[k, o]`, summed in double and rounded once.
final class ProductOfReals {
  private ProductOfReals() {}

  static double[] apply(Value x, Value w, FloatType type) {
    int inner = w.shape().dim(0);
    int columns = w.shape().dim(1);
    return apply(x.elements(), 0, x.elements().length / Math.max(inner, 1), w, 0, columns, type);
  }

  /// `rows` rows of `x` from element `xAt` on, times the matrix that begins at element `wAt`.
  private static double[] apply(
      double[] x, int xAt, int rows, Value w, int wAt, int columns, FloatType type) {
    int inner = w.shape().dim(w.shape().rank() - 2);
    double[] y = new double[Math.multiplyExact(rows, columns)];
    double[] sums = new double[columns];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0);
      for (int k = 0; k < inner; k++) {
        double factor = x[xAt + row * inner + k];
        int at = wAt + k * columns;
        for (int o = 0; o < columns; o++) {
          sums[o] += factor * w.elements()[at + o];
        }
      }
      for (int o = 0; o < columns; o++) {
        y[row * columns + o] = type.round(sums[o]);
      }
    }
    return y;
  }

  /// `[.., M, K]·[.., K, N]` with equal leading axes.
  static double[] batched(Value a, Value b, FloatType type) {
    int rank = a.shape().rank();
    int rows = a.shape().dim(rank - 2);
    int inner = a.shape().dim(rank - 1);
    int columns = b.shape().dim(rank - 1);
    int batches = a.elements().length / Math.max(1, rows * inner);
    double[] y = new double[Math.multiplyExact(batches, rows * columns)];
    for (int batch = 0; batch < batches; batch++) {
      double[] part =
          apply(
              a.elements(), batch * rows * inner, rows, b, batch * inner * columns, columns, type);
      System.arraycopy(part, 0, y, batch * rows * columns, part.length);
    }
    return y;
  }
}
