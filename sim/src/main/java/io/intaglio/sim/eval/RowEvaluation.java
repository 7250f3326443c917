package io.intaglio.sim.eval;

import io.intaglio.ir.type.Shape;

/// A function of each row of the innermost axis and its greatest element.
abstract class RowEvaluation implements Evaluation {
  final int channels;

  RowEvaluation(Shape in) {
    this.channels = in.channels();
  }

  @Override
  public final void run(int n, long[][] operands, long[] y) {
    long[] x = operands[0];
    for (int at = 0; at < y.length; at += channels) {
      long most = x[at];
      for (int c = 1; c < channels; c++) {
        most = Math.max(most, x[at + c]);
      }
      row(x, at, most, y);
    }
  }

  /// Writes the row of `y` that starts at `at`.
  ///
  /// @param most the greatest element of the row of `x`
  abstract void row(long[] x, int at, long most, long[] y);
}
