package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cells of a kernel before registers are placed, all in stage 0.
///
/// Each method returns the index of a cell with the value asked for: a new one, an equal one that
/// exists, or what the operation reduces to on the operands' intervals (a clamp that never bites is
/// its operand, a result of one value a literal). So only literals have an interval of one value.
final class Netlist {
  private final DelayModel delays;
  private final List<Cell> cells = new ArrayList<>();
  private final Map<CellOp, Integer> known = new HashMap<>();
  private int[] ready = new int[64];
  private String label = "t";
  private int serial;

  Netlist(DelayModel delays) {
    this.delays = delays;
  }

  /// Names the cells that follow: `label_t0`, `label_t1`, …
  void label(String newLabel) {
    label = newLabel;
    serial = 0;
  }

  /// Names a result, unless it has a name of its own as an input or literal does.
  void name(int cell, String name) {
    Cell old = cells.get(cell);
    if (!(old.op() instanceof CellOp.Input) && !(old.op() instanceof CellOp.Literal)) {
      cells.set(cell, new Cell(name, old.op(), old.lo(), old.hi(), old.stage()));
    }
  }

  List<Cell> cells() {
    return cells;
  }

  Cell cell(int index) {
    return cells.get(index);
  }

  long lo(int cell) {
    return cells.get(cell).lo();
  }

  long hi(int cell) {
    return cells.get(cell).hi();
  }

  boolean isLiteral(int cell) {
    return cells.get(cell).op() instanceof CellOp.Literal;
  }

  /// Picoseconds after the kernel's inputs, if there were no registers.
  int ready(int cell) {
    return ready[cell];
  }

  int input(int index, long lo, long hi, String name) {
    return lo == hi ? literal(lo) : append(name, new CellOp.Input(index), lo, hi);
  }

  int literal(long value) {
    CellOp op = new CellOp.Literal(value);
    Integer same = known.get(op);
    return same != null ? same : append(value < 0 ? "m" + -value : "c" + value, op, value, value);
  }

  /// A sum, difference or negation whose exact interval the caller knows.
  int linear(CellOp op, long lo, long hi) {
    return make("t", op, lo, hi);
  }

  int shiftLeft(int x, int n) {
    if (n == 0) {
      return x;
    }
    long factor = Math.powExact(2L, n);
    return make(
        "shl",
        new CellOp.ShiftLeft(x, n),
        Math.multiplyExact(lo(x), factor),
        Math.multiplyExact(hi(x), factor));
  }

  /// `⌊x/2^n⌋`.
  int shiftRight(int x, int n) {
    return n == 0 ? x : make("shr", new CellOp.ShiftRight(x, n), lo(x) >> n, hi(x) >> n);
  }

  int roundShift(int x, int n, Rounding mode) {
    if (n == 0) {
      return x;
    }
    return make(
        "rnd",
        new CellOp.RoundShift(x, n, mode),
        DyadicRounding.round(lo(x), n, mode),
        DyadicRounding.round(hi(x), n, mode));
  }

  int multiply(int a, int b) {
    if (isLiteral(a) || isLiteral(b)) {
      return new AdderTree(this).scaled(isLiteral(a) ? b : a, lo(isLiteral(a) ? a : b), 0);
    }
    long[] corners = {
      Math.multiplyExact(lo(a), lo(b)),
      Math.multiplyExact(lo(a), hi(b)),
      Math.multiplyExact(hi(a), lo(b)),
      Math.multiplyExact(hi(a), hi(b))
    };
    Arrays.sort(corners);
    boolean squareAcrossZero = a == b && lo(a) < 0 && hi(a) > 0;
    long least = squareAcrossZero ? 0 : corners[0];
    return make("mul", new CellOp.Multiply(Math.min(a, b), Math.max(a, b)), least, corners[3]);
  }

  /// `min(max(x, lo), hi)`; with `lo > hi` that is `hi`.
  int clamp(int x, long lo, long hi) {
    long least = Math.min(Math.max(lo(x), lo), hi);
    long greatest = Math.min(Math.max(hi(x), lo), hi);
    if (least == lo(x) && greatest == hi(x)) {
      return x;
    }
    return make("sat", new CellOp.Clamp(x, least, greatest), least, greatest);
  }

  int wrap(int x, IntType to) {
    if (to.bits() == 0) {
      return literal(0);
    }
    if (to.contains(lo(x)) && to.contains(hi(x))) {
      return x;
    }
    long period = Math.powExact(2L, to.bits());
    long turnsLo = Math.floorDiv(Math.subtractExact(lo(x), to.min()), period);
    long turnsHi = Math.floorDiv(Math.subtractExact(hi(x), to.min()), period);
    boolean oneTurn = turnsLo == turnsHi;
    long offset = Math.multiplyExact(turnsLo, period);
    return make(
        "wrap",
        new CellOp.Wrap(x, to),
        oneTurn ? Math.subtractExact(lo(x), offset) : to.min(),
        oneTurn ? Math.subtractExact(hi(x), offset) : to.max());
  }

  int atLeast(int x, long bound) {
    return make("ge", new CellOp.AtLeast(x, bound), lo(x) >= bound ? 1 : 0, hi(x) >= bound ? 1 : 0);
  }

  int atMost(int x, long bound) {
    return make("le", new CellOp.AtMost(x, bound), hi(x) <= bound ? 1 : 0, lo(x) <= bound ? 1 : 0);
  }

  int greater(int a, int b) {
    if (isLiteral(b)) {
      return atLeast(a, Math.addExact(lo(b), 1));
    }
    if (isLiteral(a)) {
      return atMost(b, Math.subtractExact(lo(a), 1));
    }
    return make("gt", new CellOp.Greater(a, b), lo(a) > hi(b) ? 1 : 0, hi(a) > lo(b) ? 1 : 0);
  }

  int select(int condition, int whenSet, int whenClear) {
    if (isLiteral(condition)) {
      return lo(condition) == 1 ? whenSet : whenClear;
    }
    if (whenSet == whenClear) {
      return whenSet;
    }
    boolean bit = isLiteral(whenSet) && isLiteral(whenClear);
    if (bit && lo(whenSet) == 1 && lo(whenClear) == 0) {
      return condition;
    }
    return make(
        "sel",
        new CellOp.Select(condition, whenSet, whenClear),
        Math.min(lo(whenSet), lo(whenClear)),
        Math.max(hi(whenSet), hi(whenClear)));
  }

  /// The greater of two.
  int max(int a, int b) {
    return lo(a) >= hi(b) ? a : max(b, a, greater(a, b));
  }

  /// The greater of two, given a cell that says whether `b > a`.
  int max(int a, int b, int greaterB) {
    if (isLiteral(greaterB)) {
      return lo(greaterB) == 1 ? b : a;
    }
    if (isLiteral(a)) {
      return clamp(b, lo(a), Math.max(hi(b), lo(a)));
    }
    if (isLiteral(b)) {
      return clamp(a, lo(b), Math.max(hi(a), lo(b)));
    }
    CellOp op = new CellOp.Select(greaterB, b, a);
    return make("max", op, Math.max(lo(a), lo(b)), Math.max(hi(a), hi(b)));
  }

  /// `values[x − base]`. Codes of the cell's interval that have no entry are never reached (the
  /// graph knows a narrower range) and get the nearest one.
  int table(int operand, long base, long[] values) {
    long last = Math.addExact(base, values.length - 1L);
    long span = Math.subtractExact(hi(operand), lo(operand));
    int x = span < Legalizer.MAX_TABLE ? operand : clamp(operand, base, last);
    long[] reachable = new long[Math.toIntExact(hi(x) - lo(x) + 1)];
    for (int i = 0; i < reachable.length; i++) {
      long code = Math.clamp(lo(x) + i, base, last);
      reachable[i] = values[(int) (code - base)];
    }
    if (isIdentity(reachable, lo(x))) {
      return x;
    }
    List<Long> entries = Arrays.stream(reachable).boxed().toList();
    return make(
        "lut",
        new CellOp.Table(x, lo(x), entries),
        Arrays.stream(reachable).min().orElseThrow(),
        Arrays.stream(reachable).max().orElseThrow());
  }

  private static boolean isIdentity(long[] values, long first) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != first + i) {
        return false;
      }
    }
    return true;
  }

  private int make(String kind, CellOp op, long lo, long hi) {
    if (lo == hi) {
      return literal(lo);
    }
    Integer same = known.get(op);
    return same != null ? same : append(label + "_" + kind + serial++, op, lo, hi);
  }

  private int append(String name, CellOp op, long lo, long hi) {
    int index = cells.size();
    Cell cell = new Cell(name, op, lo, hi, 0);
    int start = 0;
    for (int operand : op.operands()) {
      start = Math.max(start, ready[operand]);
    }
    if (index == ready.length) {
      ready = Arrays.copyOf(ready, 2 * index);
    }
    cells.add(cell);
    ready[index] = Math.addExact(start, delays.picoseconds(cell, cells));
    known.put(op, index);
    return index;
  }
}
