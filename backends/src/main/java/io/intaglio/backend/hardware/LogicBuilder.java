package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a [Block] into cells.
///
/// One kernel serves all positions when their parameters are the same and reading every position
/// with the union of the positions' intervals widens the operands by no more than one bit in
/// sixteen; otherwise one kernel holds the cells of all positions, each with intervals of its own.
final class LogicBuilder {
  private static final int WIDENING = 16;

  private final Block block;
  private final Elements operands;
  private final int[] offsets;
  private final DelayModel delays;

  LogicBuilder(Block block, Elements operands, int[] offsets, DelayModel delays) {
    this.block = block;
    this.operands = operands;
    this.offsets = offsets;
    this.delays = delays;
  }

  Part.Logic build(int value, String operator, Origin origin, int[] operandValues) {
    if (block.reads().length > 1 && block.uniform() && sharedWideningIsSmall()) {
      Part.Logic logic =
          compact(value, operator, origin, operandValues, shared(new Netlist(delays)));
      if (readsVariables(logic)) {
        return logic;
      }
    }
    return compact(value, operator, origin, operandValues, whole(new Netlist(delays)));
  }

  private boolean readsVariables(Part.Logic logic) {
    return Arrays.stream(logic.reads())
        .flatMapToInt(Arrays::stream)
        .anyMatch(element -> !operands.isConstant(element));
  }

  /// Cells and their use before those without use are dropped.
  @SuppressWarnings("ArrayRecordComponent")
  private record Raw(Netlist netlist, int[] outputs, int[][] reads, int[][] writes) {}

  private boolean sharedWideningIsSmall() {
    long widening = 0;
    long total = 0;
    for (int k = 0; k < block.reads()[0].length; k++) {
      int union = union(k).bits();
      for (int[] reads : block.reads()) {
        if (!operands.isConstant(reads[k])) {
          int bits = operands.type(reads[k]).bits();
          total += bits;
          widening += union - bits;
        }
      }
    }
    return total > 0 && widening * WIDENING <= total;
  }

  private IntType union(int input) {
    return IntType.holding(lowest(input), highest(input));
  }

  private long lowest(int input) {
    long lo = Long.MAX_VALUE;
    for (int[] reads : block.reads()) {
      lo = Math.min(lo, operands.lo()[reads[input]]);
    }
    return lo;
  }

  private long highest(int input) {
    long hi = Long.MIN_VALUE;
    for (int[] reads : block.reads()) {
      hi = Math.max(hi, operands.hi()[reads[input]]);
    }
    return hi;
  }

  private Raw shared(Netlist netlist) {
    int[] inputs = new int[block.reads()[0].length];
    int[] ordinal = new int[offsets.length];
    Map<List<Integer>, Integer> seen = new HashMap<>();
    for (int k = 0; k < inputs.length; k++) {
      int operand = operandOf(block.reads()[0][k]);
      Integer same = seen.putIfAbsent(column(k), k);
      inputs[k] =
          same != null
              ? inputs[same]
              : netlist.input(k, lowest(k), highest(k), name(operand, ordinal[operand]++));
    }
    int[] results = block.body().build(netlist, 0, inputs);
    for (int o = 0; o < results.length; o++) {
      netlist.name(results[o], "y" + o);
    }
    return new Raw(netlist, results, block.reads(), block.writes());
  }

  /// What an input of the kernel reads at each position.
  private List<Integer> column(int input) {
    return Arrays.stream(block.reads()).map(reads -> reads[input]).toList();
  }

  private Raw whole(Netlist netlist) {
    int[] cellOf = new int[operands.size()];
    Arrays.fill(cellOf, -1);
    int[] reads = new int[operands.size()];
    int count = 0;
    List<int[]> results = new ArrayList<>();
    int outputs = 0;
    for (int p = 0; p < block.reads().length; p++) {
      int[] inputs = new int[block.reads()[p].length];
      for (int k = 0; k < inputs.length; k++) {
        int element = block.reads()[p][k];
        if (cellOf[element] < 0) {
          reads[count] = element;
          int operand = operandOf(element);
          cellOf[element] =
              netlist.input(
                  count++,
                  operands.lo()[element],
                  operands.hi()[element],
                  name(operand, element - offsets[operand]));
        }
        inputs[k] = cellOf[element];
      }
      int[] result = block.body().build(netlist, p, inputs);
      nameResults(netlist, result, p);
      results.add(result);
      outputs += result.length;
    }
    int[] cells = new int[outputs];
    int[] writes = new int[outputs];
    int at = 0;
    for (int p = 0; p < results.size(); p++) {
      int[] result = results.get(p);
      System.arraycopy(result, 0, cells, at, result.length);
      System.arraycopy(block.writes()[p], 0, writes, at, result.length);
      at += result.length;
    }
    return new Raw(netlist, cells, new int[][] {Arrays.copyOf(reads, count)}, new int[][] {writes});
  }

  private void nameResults(Netlist netlist, int[] results, int position) {
    for (int o = 0; o < results.length; o++) {
      netlist.name(results[o], "y" + block.writes()[position][o]);
    }
  }

  private int operandOf(int element) {
    int operand = offsets.length - 1;
    while (offsets[operand] > element) {
      operand--;
    }
    return operand;
  }

  private String name(int operand, int index) {
    return (offsets.length == 1 ? "x" : (char) ('a' + operand % 26) + "") + index;
  }

  private Part.Logic compact(
      int value, String operator, Origin origin, int[] operandValues, Raw raw) {
    Netlist netlist = raw.netlist();
    boolean[] live = live(netlist, raw.outputs());
    int[] renumbered = new int[live.length];
    List<Cell> cells = new ArrayList<>();
    List<int[]> cellOperands = new ArrayList<>();
    int[] inputs = new int[live.length];
    int inputCount = 0;
    for (int c = 0; c < live.length; c++) {
      if (!live[c]) {
        continue;
      }
      renumbered[c] = cells.size();
      Cell cell = netlist.cell(c);
      CellOp op = cell.op().renumbered(index -> renumbered[index]);
      if (op instanceof CellOp.Input(int index)) {
        inputs[inputCount] = index;
        op = new CellOp.Input(inputCount++);
      }
      cells.add(new Cell(cell.name(), op, cell.lo(), cell.hi(), 0));
      cellOperands.add(op.operands());
    }
    int[] cellDelays = new int[cells.size()];
    Arrays.setAll(cellDelays, c -> delays.picoseconds(cells.get(c), cells));
    return new Part.Logic(
        value,
        operator,
        origin,
        operandValues,
        offsets,
        List.copyOf(cells),
        Arrays.stream(raw.outputs()).map(c -> renumbered[c]).toArray(),
        chosen(raw.reads(), Arrays.copyOf(inputs, inputCount)),
        raw.writes(),
        cellOperands.toArray(int[][]::new),
        cellDelays);
  }

  private static boolean[] live(Netlist netlist, int[] outputs) {
    boolean[] live = new boolean[netlist.cells().size()];
    for (int output : outputs) {
      live[output] = true;
    }
    for (int c = live.length - 1; c >= 0; c--) {
      if (live[c]) {
        for (int operand : netlist.cell(c).op().operands()) {
          live[operand] = true;
        }
      }
    }
    return live;
  }

  private static int[][] chosen(int[][] reads, int[] inputs) {
    int[][] chosen = new int[reads.length][inputs.length];
    for (int p = 0; p < chosen.length; p++) {
      for (int k = 0; k < inputs.length; k++) {
        chosen[p][k] = reads[p][inputs[k]];
      }
    }
    return chosen;
  }
}
