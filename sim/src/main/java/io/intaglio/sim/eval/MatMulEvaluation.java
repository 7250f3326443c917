package io.intaglio.sim.eval;

import io.intaglio.ir.type.Shape;

/// `y[…,i,j] = Σ_k a[…,i,k] · b[…,k,j]`.
final class MatMulEvaluation implements Evaluation {
  private final int matrices;
  private final int rows;
  private final int terms;
  private final int columns;

  MatMulEvaluation(Shape a, Shape b) {
    rows = a.dim(a.rank() - 2);
    terms = a.channels();
    columns = b.channels();
    matrices = rows * terms == 0 ? 0 : a.size() / (rows * terms);
  }

  @Override
  public void run(int n, long[][] x, long[] y) {
    int next = 0;
    for (int matrix = 0; matrix < n * matrices; matrix++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          long sum = 0;
          for (int k = 0; k < terms; k++) {
            long a = x[0][(matrix * rows + i) * terms + k];
            long b = x[1][(matrix * terms + k) * columns + j];
            sum = Math.addExact(sum, Math.multiplyExact(a, b));
          }
          y[next++] = sum;
        }
      }
    }
  }
}
