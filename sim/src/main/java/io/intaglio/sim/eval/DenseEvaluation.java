package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Dense;

/// `y[…,o] = bias[o] + Σ_i ⌊x[…,i]·weights[o,i] / 2^productShift⌋`.
final class DenseEvaluation implements Evaluation {
  private final DotProducts products;
  private final int positions;
  private final int outputs;

  DenseEvaluation(Dense op, Value x) {
    products = new DotProducts(op.weights(), op.bias(), op.productShift(), x.type());
    outputs = op.outputs();
    positions = op.inputs() == 0 ? 0 : x.shape().size() / op.inputs();
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    products.apply(n * positions, operands[0], 0, outputs, y, 0, outputs);
  }
}
