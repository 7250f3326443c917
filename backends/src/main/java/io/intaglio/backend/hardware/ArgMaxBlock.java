package io.intaglio.backend.hardware;

import io.intaglio.ir.type.Shape;

/// A tournament of (value, index) between neighbours; the higher index wins only with a greater
/// value, so the lowest of equals is left.
final class ArgMaxBlock {
  private ArgMaxBlock() {}

  static Block of(Shape in, Shape out) {
    int[][] writes = new int[out.size()][1];
    for (int p = 0; p < writes.length; p++) {
      writes[p][0] = p;
    }
    return new Block(
        Positions.vectors(in),
        writes,
        true,
        (netlist, position, inputs) -> new int[] {winner(netlist, inputs)});
  }

  private static int winner(Netlist netlist, int[] inputs) {
    netlist.label("y");
    int[] values = inputs;
    int[] indices = new int[inputs.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = netlist.literal(i);
    }
    while (values.length > 1) {
      int[] nextValues = new int[(values.length + 1) / 2];
      int[] nextIndices = new int[nextValues.length];
      for (int i = 0; i < nextValues.length; i++) {
        nextValues[i] = values[2 * i];
        nextIndices[i] = indices[2 * i];
        if (2 * i + 1 < values.length) {
          int wins = netlist.greater(values[2 * i + 1], values[2 * i]);
          nextValues[i] = netlist.max(values[2 * i], values[2 * i + 1], wins);
          nextIndices[i] = netlist.select(wins, indices[2 * i + 1], indices[2 * i]);
        }
      }
      values = nextValues;
      indices = nextIndices;
    }
    return indices[0];
  }
}
