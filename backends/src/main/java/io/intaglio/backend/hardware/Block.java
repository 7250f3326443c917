package io.intaglio.backend.hardware;

/// An operator unrolled: a body of cells for each position, what it reads and what it writes.
///
/// @param reads for each position the elements it reads, as indices into the operands' elements one
///     operand after the other
/// @param writes for each position the elements of the result that it makes
/// @param uniform whether every position has the same parameters, so that one kernel may serve all
@SuppressWarnings("ArrayRecordComponent")
record Block(int[][] reads, int[][] writes, boolean uniform, Body body) {

  /// Builds the cells of one position.
  @FunctionalInterface
  interface Body {
    /// @param inputs cells that hold the position's reads
    /// @return cells that hold its writes
    int[] build(Netlist netlist, int position, int[] inputs);
  }
}
