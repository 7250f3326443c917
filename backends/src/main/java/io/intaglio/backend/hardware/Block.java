package io.intaglio.backend.hardware;

import java.util.Arrays;

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

  /// The same with each read element replaced by `same[element]`.
  Block reading(int[] same) {
    int[][] replaced = new int[reads.length][];
    for (int p = 0; p < replaced.length; p++) {
      replaced[p] = Arrays.stream(reads[p]).map(element -> same[element]).toArray();
    }
    return new Block(replaced, writes, uniform, body);
  }
}
