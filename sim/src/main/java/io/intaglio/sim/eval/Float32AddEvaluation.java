package io.intaglio.sim.eval;

import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.type.Shape;

/// `y = clamp(R(fma(a, ratioA, fma(b, ratioB, offset))))` in float32.
final class Float32AddEvaluation implements Evaluation {
  private final Float32Add op;
  private final int[] ofA;
  private final int[] ofB;
  private final int sizeA;
  private final int sizeB;

  Float32AddEvaluation(Float32Add op, Shape a, Shape b) {
    Shape out = a.broadcastsTo(b) ? b : a;
    this.op = op;
    ofA = a.broadcastIndex(out);
    ofB = b.broadcastIndex(out);
    sizeA = a.size();
    sizeB = b.size();
  }

  @Override
  public void run(int n, long[][] x, long[] y) {
    int next = 0;
    for (int sample = 0; sample < n; sample++) {
      for (int i = 0; i < ofA.length; i++) {
        float a = x[0][sample * sizeA + ofA[i]];
        float b = x[1][sample * sizeB + ofB[i]];
        float sum = Math.fma(a, op.ratioA(), Math.fma(b, op.ratioB(), op.offset()));
        y[next++] = FloatCodes.even(sum, op.type());
      }
    }
  }
}
