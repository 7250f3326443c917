package io.intaglio.ir.datapath;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Checks the cells of one kernel, see [DatapathChecker].
///
/// A register has the stage of its operand plus one, an input stage 0, a literal a stage of the
/// kernel, any other cell the stage that all its operands share; outputs have the kernel's depth.
/// Intervals are worked out by [CellIntervals].
final class KernelChecker {
  /// Of [#wiredInput]: the bits come out of a register or are constants.
  static final int REGISTERED = -1;

  /// Of [#wiredInput]: the bits come out of a gate.
  static final int GATE = -2;

  private final Layer.Compute layer;
  private final Kernel kernel;
  private final Diagnostics found;
  private final boolean[] sound;
  private final int[] wired;
  private final List<Cell> inputs = new ArrayList<>();

  private KernelChecker(Layer.Compute layer, Diagnostics found) {
    this.layer = layer;
    this.kernel = layer.kernel();
    this.found = found;
    this.sound = new boolean[kernel.cells().size()];
    this.wired = new int[sound.length];
  }

  static KernelChecker check(Layer.Compute layer, Diagnostics found) {
    KernelChecker checker = new KernelChecker(layer, found);
    checker.run();
    return checker;
  }

  /// The input cells by their index.
  List<Cell> inputs() {
    return inputs;
  }

  /// Whether a cell exists and what was found wrong with it does not hide the rest.
  boolean isSound(int cell) {
    return cell >= 0 && cell < sound.length && sound[cell];
  }

  /// The index of the kernel input whose bits a cell only wires, [#REGISTERED] or [#GATE].
  int wiredInput(int cell) {
    return wired[cell];
  }

  private void run() {
    CellIntervals intervals = new CellIntervals(kernel.cells());
    for (int c = 0; c < sound.length; c++) {
      Cell cell = kernel.cells().get(c);
      sound[c] = checkOperands(c, cell) && checkType(c, cell);
      if (sound[c]) {
        checkStage(c, cell);
        sound[c] = checkAttributes(c, cell);
      }
      if (sound[c]) {
        checkInterval(c, cell, intervals);
        wired[c] = wiring(cell);
      }
    }
    checkInputs();
    checkOutputs();
  }

  private void report(int c, String message) {
    String name = c < sound.length && c >= 0 ? " '" + kernel.cells().get(c).name() + "'" : "";
    found.error(
        Code.IR_INVALID,
        layer.origin(),
        "datapath: '" + layer.result().value() + "', cell " + c + name + " " + message,
        "");
  }

  private boolean checkOperands(int c, Cell cell) {
    for (int operand : cell.op().operands()) {
      if (operand < 0 || operand >= c) {
        report(c, "reads cell " + operand + ", which is not an earlier one");
        return false;
      }
      if (!sound[operand]) {
        return false;
      }
    }
    return true;
  }

  private boolean checkType(int c, Cell cell) {
    IntType widest = IntType.signed(IntType.MAX_BITS);
    boolean holds =
        cell.lo() <= cell.hi()
            && (cell.lo() >= 0 || (cell.lo() >= widest.min() && cell.hi() <= widest.max()));
    if (!holds) {
      report(c, "has no type for [" + cell.lo() + ", " + cell.hi() + "]");
    }
    return holds;
  }

  private void checkStage(int c, Cell cell) {
    boolean right =
        switch (cell.op()) {
          case CellOp.Input _ -> cell.stage() == 0;
          case CellOp.Literal _ -> cell.stage() >= 0 && cell.stage() <= kernel.depth();
          case CellOp.Register(int x) -> cell.stage() == kernel.cells().get(x).stage() + 1;
          case CellOp.Add _, CellOp.Subtract _, CellOp.Negate _, CellOp.Multiply _ ->
              operandsShareStage(cell);
          case CellOp.ShiftLeft _, CellOp.ShiftRight _, CellOp.RoundShift _ ->
              operandsShareStage(cell);
          case CellOp.Clamp _, CellOp.Wrap _, CellOp.AtLeast _, CellOp.AtMost _ ->
              operandsShareStage(cell);
          case CellOp.Greater _, CellOp.Select _, CellOp.Table _ -> operandsShareStage(cell);
        };
    if (!right) {
      report(c, "is in stage " + cell.stage() + ", which its operands are not");
    }
  }

  private boolean operandsShareStage(Cell cell) {
    for (int operand : cell.op().operands()) {
      if (kernel.cells().get(operand).stage() != cell.stage()) {
        return false;
      }
    }
    return true;
  }

  private boolean checkAttributes(int c, Cell cell) {
    boolean right =
        switch (cell.op()) {
          case CellOp.Input(int index) -> index >= 0;
          case CellOp.Literal _, CellOp.Negate _, CellOp.Multiply _, CellOp.Register _ -> true;
          case CellOp.AtLeast _, CellOp.AtMost _, CellOp.Greater _ -> true;
          case CellOp.Add(_, int shiftA, _, int shiftB) -> isShift(shiftA) && isShift(shiftB);
          case CellOp.Subtract(_, int shiftA, _, int shiftB) -> isShift(shiftA) && isShift(shiftB);
          case CellOp.ShiftLeft(_, int n) -> isShift(n);
          case CellOp.ShiftRight(_, int n) -> isShift(n);
          case CellOp.RoundShift(_, int n, Rounding mode) ->
              n >= 1 && isShift(n) && mode != Rounding.FLOOR && mode != Rounding.HALF_UP;
          case CellOp.Clamp(_, long lo, long hi) -> lo <= hi;
          case CellOp.Wrap(_, IntType to) -> to.bits() >= 1;
          case CellOp.Select(int condition, _, _) -> isBit(kernel.cells().get(condition));
          case CellOp.Table(int x, long base, List<Long> values) ->
              covers(kernel.cells().get(x), base, values.size());
        };
    if (!right) {
      report(c, "has attributes that its operation does not allow: " + cell.op());
    }
    return right;
  }

  private static boolean isShift(int n) {
    return n >= 0 && n <= 62;
  }

  private static boolean isBit(Cell cell) {
    return cell.lo() >= 0 && cell.hi() <= 1;
  }

  private static boolean covers(Cell x, long base, int entries) {
    try {
      return x.lo() >= base && Math.subtractExact(x.hi(), base) < entries;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private void checkInterval(int c, Cell cell, CellIntervals intervals) {
    try {
      CellIntervals.Interval derived = intervals.derive(c);
      if (cell.lo() > derived.lo() || derived.hi() > cell.hi()) {
        report(
            c,
            String.format(
                Locale.ROOT,
                "states [%d, %d], its values reach [%d, %d]",
                cell.lo(),
                cell.hi(),
                derived.lo(),
                derived.hi()));
      }
    } catch (ArithmeticException e) {
      report(c, "has values of more than 64 bits");
      sound[c] = false;
    }
  }

  private int wiring(Cell cell) {
    return switch (cell.op()) {
      case CellOp.Input(int index) -> index;
      case CellOp.Literal _, CellOp.Register _ -> REGISTERED;
      case CellOp.ShiftLeft(int x, _) -> wired[x];
      case CellOp.ShiftRight(int x, _) -> wired[x];
      case CellOp.Wrap(int x, _) -> wired[x];
      case CellOp.Add _, CellOp.Subtract _, CellOp.Negate _, CellOp.Multiply _ -> GATE;
      case CellOp.RoundShift _, CellOp.Clamp _, CellOp.AtLeast _, CellOp.AtMost _ -> GATE;
      case CellOp.Greater _, CellOp.Select _, CellOp.Table _ -> GATE;
    };
  }

  private void checkInputs() {
    for (int c = 0; c < sound.length; c++) {
      if (kernel.cells().get(c).op() instanceof CellOp.Input(int index)) {
        if (index != inputs.size()) {
          report(c, "is input " + index + " where input " + inputs.size() + " is expected");
        }
        inputs.add(kernel.cells().get(c));
      }
    }
  }

  private void checkOutputs() {
    boolean[] used = new boolean[sound.length];
    for (int output : kernel.outputs()) {
      boolean exists = output >= 0 && output < sound.length;
      if (!exists || kernel.cells().get(output).stage() != kernel.depth()) {
        report(output, "is no output in stage " + kernel.depth());
      }
      if (exists) {
        used[output] = true;
      }
    }
    for (int c = sound.length - 1; c >= 0; c--) {
      if (!used[c]) {
        report(c, "has no use");
      }
      for (int operand : kernel.cells().get(c).op().operands()) {
        if (operand >= 0 && operand < c) {
          used[operand] = true;
        }
      }
    }
  }
}
