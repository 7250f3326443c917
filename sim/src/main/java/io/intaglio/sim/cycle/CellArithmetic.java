package io.intaglio.sim.cycle;

import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;

/// What one combinational cell computes from the values on its operands' wires. Every value fits 63
/// bits by the plan's intervals; where it did not, an `ArithmeticException` says so.
final class CellArithmetic {
  private CellArithmetic() {}

  /// @param wires the wire of each cell of the kernel
  /// @param value what each wire carries
  static long compute(CellOp op, int[] wires, long[] value) {
    return switch (op) {
      case CellOp.Literal(long constant) -> constant;
      case CellOp.Add(int a, int shiftA, int b, int shiftB) ->
          Math.addExact(left(value[wires[a]], shiftA), left(value[wires[b]], shiftB));
      case CellOp.Subtract(int a, int shiftA, int b, int shiftB) ->
          Math.subtractExact(left(value[wires[a]], shiftA), left(value[wires[b]], shiftB));
      case CellOp.Negate(int x) -> Math.negateExact(value[wires[x]]);
      case CellOp.ShiftLeft(int x, int n) -> left(value[wires[x]], n);
      case CellOp.ShiftRight(int x, int n) -> value[wires[x]] >> n;
      case CellOp.RoundShift(int x, int n, Rounding mode) -> round(value[wires[x]], n, mode);
      case CellOp.Multiply(int a, int b) -> Math.multiplyExact(value[wires[a]], value[wires[b]]);
      case CellOp.Clamp(int x, long lo, long hi) -> Math.clamp(value[wires[x]], lo, hi);
      case CellOp.Wrap(int x, IntType to) -> wrap(value[wires[x]], to);
      case CellOp.AtLeast(int x, long bound) -> value[wires[x]] >= bound ? 1 : 0;
      case CellOp.AtMost(int x, long bound) -> value[wires[x]] <= bound ? 1 : 0;
      case CellOp.Greater(int a, int b) -> value[wires[a]] > value[wires[b]] ? 1 : 0;
      case CellOp.Select(int condition, int whenSet, int whenClear) ->
          value[wires[value[wires[condition]] != 0 ? whenSet : whenClear]];
      case CellOp.Table table -> {
        long index = value[wires[table.x()]] - table.base();
        // Before the pipeline has filled, a wire may carry what no sample makes.
        boolean reachable = index >= 0 && index < table.values().size();
        yield reachable ? table.values().get((int) index) : 0;
      }
      case CellOp.Input _, CellOp.Register _ ->
          throw new IllegalArgumentException(op + " is not combinational");
    };
  }

  private static long left(long x, int n) {
    return Math.multiplyExact(x, 1L << n);
  }

  private static long wrap(long x, IntType to) {
    int unused = 64 - to.bits();
    if (to.bits() == 0) {
      return 0;
    }
    return to.signed() ? x << unused >> unused : x << unused >>> unused;
  }

  /// `x/2^n` by `mode`, from the floor and the bits that it drops.
  private static long round(long x, int n, Rounding mode) {
    long floor = x >> n;
    long rest = x - (floor << n);
    long half = 1L << (n - 1);
    boolean up =
        switch (mode) {
          case FLOOR -> false;
          case CEIL -> rest > 0;
          case TOWARD_ZERO -> rest > 0 && x < 0;
          case AWAY_FROM_ZERO -> rest > 0 && x > 0;
          case HALF_EVEN -> rest > half || (rest == half && (floor & 1) != 0);
          case HALF_UP -> rest >= half;
          case HALF_AWAY -> rest > half || (rest == half && x > 0);
          case HALF_TOWARD_ZERO -> rest > half || (rest == half && x < 0);
        };
    return up ? floor + 1 : floor;
  }
}
