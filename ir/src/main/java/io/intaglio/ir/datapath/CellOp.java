package io.intaglio.ir.datapath;

import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.List;

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
}
