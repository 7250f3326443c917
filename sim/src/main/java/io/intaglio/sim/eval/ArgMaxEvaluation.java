package io.intaglio.sim.eval;

import io.intaglio.ir.type.Shape;

/// The index of the greatest element of the innermost axis, the lowest one on a tie.
final class ArgMaxEvaluation implements Evaluation {
  private final int channels;

  ArgMaxEvaluation(Shape in) {
    channels = in.channels();
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    long[] x = operands[0];
    for (int i = 0; i < y.length; i++) {
      int best = 0;
      for (int c = 1; c < channels; c++) {
        if (x[i * channels + c] > x[i * channels + best]) {
          best = c;
        }
      }
      y[i] = best;
    }
  }
}
