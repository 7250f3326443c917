package io.intaglio.ir.datapath;

import java.util.List;

/// A block of cells in data-flow order that becomes one module: `inputs` wires enter in stage 0,
/// `outputs` (indices of cells, all of stage `depth`) leave.
///
/// @param name a suggestion for the module's name
public record Kernel(String name, List<Cell> cells, List<Integer> outputs, int depth) {
  public Kernel {
    cells = List.copyOf(cells);
    outputs = List.copyOf(outputs);
  }
}
