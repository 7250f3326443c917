package io.intaglio.ir.datapath;

import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// What one cell of a [Kernel] computes. Operands are indices of earlier cells of the same kernel;
/// apart from [Register] a cell is combinational. All arithmetic is over mathematical integers and
/// every result fits its cell's type.
public sealed interface CellOp {
  /// Element `index` of the kernel's input vector.
  record Input(int index) implements CellOp {}

  /// A constant.
  record Literal(long value) implements CellOp {}

  /// `a·2^shiftA + b·2^shiftB`.
  record Add(int a, int shiftA, int b, int shiftB) implements CellOp {}

  /// `a·2^shiftA − b·2^shiftB`.
  record Subtract(int a, int shiftA, int b, int shiftB) implements CellOp {}

  /// `−x`.
  record Negate(int x) implements CellOp {}

  /// `x·2^n`.
  record ShiftLeft(int x, int n) implements CellOp {}

  /// `⌊x/2^n⌋`, the arithmetic shift.
  record ShiftRight(int x, int n) implements CellOp {}

  /// `x/2^n` rounded by a mode that is neither `FLOOR` nor `HALF_UP`; `n >= 1`.
  record RoundShift(int x, int n, Rounding mode) implements CellOp {}

  /// `a·b` of two variables.
  record Multiply(int a, int b) implements CellOp {}

  /// `min(max(x, lo), hi)`.
  record Clamp(int x, long lo, long hi) implements CellOp {}

  /// `x` modulo `2^bits` in the range of `to`.
  record Wrap(int x, IntType to) implements CellOp {}

  /// 1 if `x >= bound`, else 0.
  record AtLeast(int x, long bound) implements CellOp {}

  /// 1 if `x <= bound`, else 0.
  record AtMost(int x, long bound) implements CellOp {}

  /// 1 if `a > b`, else 0.
  record Greater(int a, int b) implements CellOp {}

  /// `whenSet` if the one-bit `condition` is 1, else `whenClear`.
  record Select(int condition, int whenSet, int whenClear) implements CellOp {}

  /// `values[x − base]`; every reachable `x` has an entry.
  record Table(int x, long base, List<Long> values) implements CellOp {
    public Table {
      values = List.copyOf(values);
    }
  }

  /// `x` one clock edge later.
  record Register(int x) implements CellOp {}

  /// The cells that this reads, in the order of the components.
  default int[] operands() {
    return switch (this) {
      case Input _, Literal _ -> new int[0];
      case Add(int a, _, int b, _) -> new int[] {a, b};
      case Subtract(int a, _, int b, _) -> new int[] {a, b};
      case Negate(int x) -> new int[] {x};
      case ShiftLeft(int x, _) -> new int[] {x};
      case ShiftRight(int x, _) -> new int[] {x};
      case RoundShift(int x, _, _) -> new int[] {x};
      case Multiply(int a, int b) -> new int[] {a, b};
      case Clamp(int x, _, _) -> new int[] {x};
      case Wrap(int x, _) -> new int[] {x};
      case AtLeast(int x, _) -> new int[] {x};
      case AtMost(int x, _) -> new int[] {x};
      case Greater(int a, int b) -> new int[] {a, b};
      case Select(int condition, int whenSet, int whenClear) ->
          new int[] {condition, whenSet, whenClear};
      case Table(int x, _, _) -> new int[] {x};
      case Register(int x) -> new int[] {x};
    };
  }

  /// The same operation on other cells.
  default CellOp renumbered(IntUnaryOperator to) {
    return switch (this) {
      case Input _, Literal _ -> this;
      case Add(int a, int shiftA, int b, int shiftB) ->
          new Add(to.applyAsInt(a), shiftA, to.applyAsInt(b), shiftB);
      case Subtract(int a, int shiftA, int b, int shiftB) ->
          new Subtract(to.applyAsInt(a), shiftA, to.applyAsInt(b), shiftB);
      case Negate(int x) -> new Negate(to.applyAsInt(x));
      case ShiftLeft(int x, int n) -> new ShiftLeft(to.applyAsInt(x), n);
      case ShiftRight(int x, int n) -> new ShiftRight(to.applyAsInt(x), n);
      case RoundShift(int x, int n, Rounding mode) -> new RoundShift(to.applyAsInt(x), n, mode);
      case Multiply(int a, int b) -> new Multiply(to.applyAsInt(a), to.applyAsInt(b));
      case Clamp(int x, long lo, long hi) -> new Clamp(to.applyAsInt(x), lo, hi);
      case Wrap(int x, IntType type) -> new Wrap(to.applyAsInt(x), type);
      case AtLeast(int x, long bound) -> new AtLeast(to.applyAsInt(x), bound);
      case AtMost(int x, long bound) -> new AtMost(to.applyAsInt(x), bound);
      case Greater(int a, int b) -> new Greater(to.applyAsInt(a), to.applyAsInt(b));
      case Select(int condition, int whenSet, int whenClear) ->
          new Select(to.applyAsInt(condition), to.applyAsInt(whenSet), to.applyAsInt(whenClear));
      case Table(int x, long base, List<Long> values) -> new Table(to.applyAsInt(x), base, values);
      case Register(int x) -> new Register(to.applyAsInt(x));
    };
  }

  /// Whether this is wires only, without a gate: its bits are bits of its operand or constants.
  default boolean isWiring() {
    return switch (this) {
      case Input _, Literal _, ShiftLeft _, ShiftRight _, Wrap _ -> true;
      case Add _, Subtract _, Negate _, RoundShift _, Multiply _, Clamp _ -> false;
      case AtLeast _, AtMost _, Greater _, Select _, Table _, Register _ -> false;
    };
  }
}
