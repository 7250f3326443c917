package io.intaglio.sim.eval;

/// One operator of a graph, ready to run on samples.
///
/// Tensors of a batch lie one sample after the other, each row-major.
interface Evaluation {
  /// Computes `result` for `n` samples of the operands.
  ///
  /// @throws RuntimeException if a result leaves `long` or an operand leaves an operator's domain,
  ///     neither of which happens in a valid graph
  void run(int n, long[][] operands, long[] result);
}
