package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.CellOp;

/// Places the cells of a [Draft] in stages.
///
/// A cell goes into the stage of its latest operand if it still fits into the budget there, else
/// behind a register. Time runs on from layer to layer inside a stage. Since each cell is as early
/// as any placement within the budget allows, no placement has fewer stages, and a larger budget
/// never needs more. A cell that alone exceeds the budget gets a stage of its own.
final class Scheduler {
  private final Draft draft;
  private final boolean[][] uses;

  Scheduler(Draft draft) {
    this.draft = draft;
    this.uses = new boolean[draft.parts().size()][];
    for (int p = 0; p < uses.length; p++) {
      Part part = draft.parts().get(p);
      uses[p] = new boolean[part.operands().length];
      for (int j = 0; j < uses[p].length; j++) {
        int operand = part.operands()[j];
        uses[p][j] = draft.built()[operand] && Draft.uses(part, j, draft.elements());
      }
    }
  }

  boolean uses(int part, int operand) {
    return uses[part][operand];
  }

  /// @param budget picoseconds between two registers
  /// @param fresh for each part whether it sees its operands only behind a register
  Timetable place(int budget, boolean[] fresh) {
    return new Run(budget, fresh).place();
  }

  private final class Run {
    private final int budget;
    private final boolean[] fresh;
    private final int[] stage = new int[draft.names().size()];
    private final int[][] arrival = new int[stage.length][];
    private final int[] entry = new int[draft.parts().size()];
    private final int[][] cellStage = new int[entry.length][];

    Run(int budget, boolean[] fresh) {
      this.budget = budget;
      this.fresh = fresh;
    }

    Timetable place() {
      for (int v = 0; v < draft.inputs(); v++) {
        stage[v] = 1;
        arrival[v] = new int[draft.elements().get(v).size()];
      }
      for (int p = 0; p < entry.length; p++) {
        Part part = draft.parts().get(p);
        if (draft.built()[part.value()]) {
          place(p, part);
        }
      }
      return new Timetable(stage, entry, cellStage, latency());
    }

    private int latency() {
      int latency = 1;
      for (int output : draft.outputs()) {
        if (draft.built()[output]) {
          boolean registered = true;
          for (int time : arrival[output]) {
            registered &= time == 0;
          }
          latency = Math.max(latency, stage[output] + (registered ? 0 : 1));
        }
      }
      return latency;
    }

    private void place(int p, Part part) {
      int latest = 0;
      for (int j = 0; j < part.operands().length; j++) {
        latest = Math.max(latest, uses[p][j] ? stage[part.operands()[j]] : 0);
      }
      entry[p] = latest + (fresh[p] ? 1 : 0);
      int[] times = arrivals(p, part);
      switch (part) {
        case Part.Wires wires -> {
          int[] reads = wires.wiring().reads();
          int[] result = new int[reads.length];
          for (int e = 0; e < reads.length; e++) {
            result[e] = reads[e] == Wiring.CONSTANT ? 0 : times[reads[e]];
          }
          stage[part.value()] = entry[p];
          arrival[part.value()] = result;
        }
        case Part.Logic logic -> place(p, logic, times);
      }
    }

    private int[] arrivals(int p, Part part) {
      int last = part.operands().length - 1;
      int size =
          last < 0 ? 0 : part.offsets()[last] + draft.elements().get(part.operands()[last]).size();
      int[] times = new int[size];
      for (int j = 0; j <= last; j++) {
        int operand = part.operands()[j];
        if (uses[p][j] && stage[operand] == entry[p]) {
          System.arraycopy(arrival[operand], 0, times, part.offsets()[j], arrival[operand].length);
        }
      }
      return times;
    }

    private void place(int p, Part.Logic logic, int[] times) {
      int count = logic.cells().size();
      int[] stages = new int[count];
      int[] ends = new int[count];
      int input = 0;
      for (int c = 0; c < count; c++) {
        int[] operands = logic.cellOperands()[c];
        if (logic.cells().get(c).op() instanceof CellOp.Input) {
          ends[c] = latestOf(logic.reads(), input++, times);
        } else if (operands.length > 0) {
          place(c, operands, logic.delays()[c], stages, ends);
        }
      }
      int depth = 0;
      for (int output : logic.outputs()) {
        depth = Math.max(depth, stages[output]);
      }
      int[] result = new int[draft.elements().get(logic.value()).size()];
      for (int[] writes : logic.writes()) {
        for (int o = 0; o < writes.length; o++) {
          int output = logic.outputs()[o];
          result[writes[o]] = stages[output] == depth ? ends[output] : 0;
        }
      }
      cellStage[p] = stages;
      stage[logic.value()] = entry[p] + depth;
      arrival[logic.value()] = result;
    }

    private int latestOf(int[][] reads, int input, int[] times) {
      int latest = 0;
      for (int[] instance : reads) {
        latest = Math.max(latest, times[instance[input]]);
      }
      return latest;
    }

    private void place(int c, int[] operands, int delay, int[] stages, int[] ends) {
      int latest = 0;
      for (int operand : operands) {
        latest = Math.max(latest, stages[operand]);
      }
      int start = 0;
      for (int operand : operands) {
        start = Math.max(start, stages[operand] == latest ? ends[operand] : 0);
      }
      boolean fits = delay == 0 || start == 0 || start + delay <= budget;
      stages[c] = fits ? latest : latest + 1;
      ends[c] = fits ? start + delay : delay;
    }
  }

  /// Register bits behind the input rank.
  long registerBits(Timetable table) {
    long bits = 0;
    int[] last = table.stage().clone();
    for (int output : draft.outputs()) {
      last[output] = table.latency();
    }
    for (int p = 0; p < uses.length; p++) {
      Part part = draft.parts().get(p);
      for (int j = 0; draft.built()[part.value()] && j < uses[p].length; j++) {
        int operand = part.operands()[j];
        last[operand] = uses[p][j] ? Math.max(last[operand], table.entry()[p]) : last[operand];
      }
      if (draft.built()[part.value()] && part instanceof Part.Logic logic) {
        bits += inside(logic, table.cellStage()[p]);
      }
    }
    for (int v = 0; v < last.length; v++) {
      if (draft.built()[v] && last[v] > table.stage()[v]) {
        bits += (long) draft.elements().get(v).variableBits() * (last[v] - table.stage()[v]);
      }
    }
    return bits;
  }

  private static long inside(Part.Logic logic, int[] stages) {
    int[] last = stages.clone();
    int depth = 0;
    for (int output : logic.outputs()) {
      depth = Math.max(depth, stages[output]);
    }
    for (int c = 0; c < last.length; c++) {
      for (int operand : logic.cellOperands()[c]) {
        last[operand] = Math.max(last[operand], stages[c]);
      }
    }
    for (int output : logic.outputs()) {
      last[output] = depth;
    }
    long bits = 0;
    for (int c = 0; c < last.length; c++) {
      boolean literal = logic.cells().get(c).op() instanceof CellOp.Literal;
      bits += literal ? 0 : (long) logic.cells().get(c).type().bits() * (last[c] - stages[c]);
    }
    return bits * logic.reads().length;
  }

  /// The budget and the borders with registers that a design is built with.
  @SuppressWarnings("ArrayRecordComponent")
  record Choice(int budget, boolean[] fresh, Timetable table) {}

  /// The fewest stages for `budget`; then, as long as that costs no stage, registers before those
  /// parts where they are fewer than inside; then the smallest budget that needs no more stages.
  Choice choose(int budget) {
    boolean[] fresh = new boolean[uses.length];
    Timetable best = place(budget, fresh);
    long bits = registerBits(best);
    for (int p = 0; p < uses.length; p++) {
      if (draft.parts().get(p) instanceof Part.Logic && draft.built()[p + draft.inputs()]) {
        fresh[p] = true;
        Timetable trial = place(budget, fresh);
        long trialBits = registerBits(trial);
        boolean better = trial.latency() <= best.latency() && trialBits < bits;
        fresh[p] = better;
        best = better ? trial : best;
        bits = better ? trialBits : bits;
      }
    }
    int balanced = balanced(budget, best.latency(), fresh);
    return new Choice(balanced, fresh, place(balanced, fresh));
  }

  private int balanced(int budget, int latency, boolean[] fresh) {
    int low = Math.min(budget, Math.max(1, draft.slowestCell()));
    int high = budget;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place(middle, fresh).latency() <= latency) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }
}
