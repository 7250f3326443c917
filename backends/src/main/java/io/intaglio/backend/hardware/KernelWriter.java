package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Writes the cells of a part with the registers that their stages ask for: one chain of registers
/// a cell, named as the cell is, as long as its latest reader needs. Cells are in the order of
/// stages, each stage's inputs, registers and literals first.
final class KernelWriter {
  private final Part.Logic logic;
  private final int[] stages;
  private final int depth;
  private final List<Placed> placed = new ArrayList<>();
  private final int[][] at;

  private KernelWriter(Part.Logic logic, int[] stages, int depth) {
    this.logic = logic;
    this.stages = stages;
    this.depth = depth;
    this.at = new int[stages.length][];
  }

  /// @param depth at least the latest stage of an output; outputs are registered up to it
  static Kernel write(String name, Part.Logic logic, int[] stages, int depth) {
    return new KernelWriter(logic, stages, depth).kernel(name);
  }

  /// A cell whose operands are still numbered in the order of creation.
  private record Placed(Cell cell, int number) {
    boolean leads() {
      return switch (cell.op()) {
        case CellOp.Input _, CellOp.Literal _, CellOp.Register _ -> true;
        case CellOp.Add _, CellOp.Subtract _, CellOp.Negate _, CellOp.Multiply _ -> false;
        case CellOp.ShiftLeft _, CellOp.ShiftRight _, CellOp.RoundShift _ -> false;
        case CellOp.Clamp _, CellOp.Wrap _, CellOp.AtLeast _, CellOp.AtMost _ -> false;
        case CellOp.Greater _, CellOp.Select _, CellOp.Table _ -> false;
      };
    }
  }

  private Kernel kernel(String name) {
    for (int c = 0; c < stages.length; c++) {
      Cell cell = logic.cells().get(c);
      at[c] = new int[depth + 1];
      Arrays.fill(at[c], -1);
      if (!(cell.op() instanceof CellOp.Literal)) {
        int stage = stages[c];
        CellOp op = cell.op().renumbered(operand -> visible(operand, stage));
        at[c][stage] = place(new Cell(cell.name(), op, cell.lo(), cell.hi(), stage));
      }
    }
    int[] outputs = new int[logic.outputs().length];
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = visible(logic.outputs()[o], depth);
    }
    return inStageOrder(name, outputs);
  }

  private int place(Cell cell) {
    placed.add(new Placed(cell, placed.size()));
    return placed.size() - 1;
  }

  private int visible(int c, int stage) {
    if (at[c][stage] < 0) {
      Cell cell = logic.cells().get(c);
      at[c][stage] =
          cell.op() instanceof CellOp.Literal
              ? place(new Cell(cell.name(), cell.op(), cell.lo(), cell.hi(), stage))
              : register(c, stage);
    }
    return at[c][stage];
  }

  private int register(int c, int stage) {
    int before = visible(c, stage - 1);
    Cell cell = logic.cells().get(c);
    return place(new Cell(cell.name(), new CellOp.Register(before), cell.lo(), cell.hi(), stage));
  }

  private Kernel inStageOrder(String name, int[] outputs) {
    List<Placed> order = new ArrayList<>(placed);
    order.sort(
        Comparator.comparingInt((Placed p) -> p.cell().stage())
            .thenComparing(p -> !p.leads())
            .thenComparingInt(Placed::number));
    int[] renumbered = new int[order.size()];
    for (int i = 0; i < renumbered.length; i++) {
      renumbered[order.get(i).number()] = i;
    }
    List<Cell> cells = new ArrayList<>(order.size());
    for (Placed p : order) {
      Cell cell = p.cell();
      CellOp op = cell.op().renumbered(i -> renumbered[i]);
      cells.add(new Cell(cell.name(), op, cell.lo(), cell.hi(), cell.stage()));
    }
    List<Integer> outputCells = Arrays.stream(outputs).map(i -> renumbered[i]).boxed().toList();
    return new Kernel(name, cells, outputCells, depth);
  }
}
