package io.intaglio.ir.datapath;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;
import java.util.List;

/// The values a cell can take, from the intervals that earlier cells state.
///
/// Sums are linear forms over the cells that no sum made (`(4x + y) − x` is `3x + y`), so that a
/// shared operand is not counted as two; registers stand for what they hold.
final class CellIntervals {
  private final List<Cell> cells;
  private final LinearForm[] forms;
  private final int[] held;

  CellIntervals(List<Cell> cells) {
    this.cells = cells;
    this.forms = new LinearForm[cells.size()];
    this.held = new int[cells.size()];
  }

  /// Bounds, both included.
  record Interval(long lo, long hi) {
    static Interval of(Cell cell) {
      return new Interval(cell.lo(), cell.hi());
    }
  }

  /// The interval of a cell whose operands were derived before.
  ///
  /// @throws ArithmeticException if it leaves 64 bits
  Interval derive(int c) {
    CellOp op = cells.get(c).op();
    held[c] = op instanceof CellOp.Register(int x) ? held[x] : c;
    forms[c] = form(c, op);
    return switch (op) {
      case CellOp.Input _ -> of(c);
      case CellOp.Literal(long value) -> new Interval(value, value);
      case CellOp.Register(int x) -> of(x);
      case CellOp.Add _, CellOp.Subtract _, CellOp.Negate _, CellOp.ShiftLeft _ ->
          forms[c].interval(cells);
      case CellOp.ShiftRight(int x, int n) -> new Interval(of(x).lo() >> n, of(x).hi() >> n);
      case CellOp.RoundShift(int x, int n, Rounding mode) ->
          new Interval(rounded(of(x).lo(), n, mode), rounded(of(x).hi(), n, mode));
      case CellOp.Multiply(int a, int b) -> product(a, b);
      case CellOp.Clamp(int x, long lo, long hi) ->
          new Interval(Math.clamp(of(x).lo(), lo, hi), Math.clamp(of(x).hi(), lo, hi));
      case CellOp.Wrap(int x, IntType to) -> wrapped(of(x), to);
      case CellOp.AtLeast(int x, long bound) ->
          new Interval(bit(of(x).lo() >= bound), bit(of(x).hi() >= bound));
      case CellOp.AtMost(int x, long bound) ->
          new Interval(bit(of(x).hi() <= bound), bit(of(x).lo() <= bound));
      case CellOp.Greater(int a, int b) ->
          new Interval(bit(of(a).lo() > of(b).hi()), bit(of(a).hi() > of(b).lo()));
      case CellOp.Select(int condition, int whenSet, int whenClear) ->
          selected(condition, whenSet, whenClear);
      case CellOp.Table(int x, long base, List<Long> values) -> looked(of(x), base, values);
    };
  }

  private Interval of(int c) {
    return Interval.of(cells.get(c));
  }

  private static long bit(boolean set) {
    return set ? 1 : 0;
  }

  private LinearForm form(int c, CellOp op) {
    return switch (op) {
      case CellOp.Literal(long value) -> LinearForm.constant(value);
      case CellOp.Register(int x) -> forms[x];
      case CellOp.Add(int a, int shiftA, int b, int shiftB) ->
          forms[a].shifted(shiftA).plus(forms[b].shifted(shiftB));
      case CellOp.Subtract(int a, int shiftA, int b, int shiftB) ->
          forms[a].shifted(shiftA).plus(forms[b].shifted(shiftB).negated());
      case CellOp.Negate(int x) -> forms[x].negated();
      case CellOp.ShiftLeft(int x, int n) -> forms[x].shifted(n);
      case CellOp.Input _, CellOp.ShiftRight _, CellOp.RoundShift _ -> LinearForm.atom(c);
      case CellOp.Multiply _, CellOp.Clamp _, CellOp.Wrap _ -> LinearForm.atom(c);
      case CellOp.AtLeast _, CellOp.AtMost _, CellOp.Greater _ -> LinearForm.atom(c);
      case CellOp.Select _, CellOp.Table _ -> LinearForm.atom(c);
    };
  }

  private static long rounded(long x, int n, Rounding mode) {
    Surd quotient = Surd.of(Rational.of(BigInteger.valueOf(x), BigInteger.TWO.pow(n)));
    return mode.round(quotient).longValueExact();
  }

  private Interval product(int a, int b) {
    Interval x = of(a);
    Interval y = of(b);
    long first = Math.multiplyExact(x.lo(), y.lo());
    long last = Math.multiplyExact(x.hi(), y.hi());
    if (held[a] == held[b]) {
      boolean crossesZero = x.lo() < 0 && x.hi() > 0;
      return new Interval(crossesZero ? 0 : Math.min(first, last), Math.max(first, last));
    }
    long second = Math.multiplyExact(x.lo(), y.hi());
    long third = Math.multiplyExact(x.hi(), y.lo());
    return new Interval(
        Math.min(Math.min(first, last), Math.min(second, third)),
        Math.max(Math.max(first, last), Math.max(second, third)));
  }

  private static Interval wrapped(Interval x, IntType to) {
    BigInteger period = BigInteger.TWO.pow(to.bits());
    BigInteger least = BigInteger.valueOf(to.min());
    BigInteger lo = BigInteger.valueOf(x.lo()).subtract(least);
    BigInteger width = BigInteger.valueOf(x.hi()).subtract(BigInteger.valueOf(x.lo()));
    BigInteger start = lo.mod(period);
    if (start.add(width).compareTo(period) >= 0) {
      return new Interval(to.min(), to.max());
    }
    long wrapped = start.add(least).longValueExact();
    return new Interval(wrapped, Math.addExact(wrapped, width.longValueExact()));
  }

  /// A selection of the greater of two is at least as great as the greater of their least values.
  private Interval selected(int condition, int whenSet, int whenClear) {
    Interval set = of(whenSet);
    Interval clear = of(whenClear);
    boolean greatest =
        cells.get(held[condition]).op() instanceof CellOp.Greater(int a, int b)
            && held[a] == held[whenSet]
            && held[b] == held[whenClear];
    long lo = greatest ? Math.max(set.lo(), clear.lo()) : Math.min(set.lo(), clear.lo());
    return new Interval(lo, Math.max(set.hi(), clear.hi()));
  }

  private static Interval looked(Interval x, long base, List<Long> values) {
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (long at = x.lo() - base; at <= x.hi() - base; at++) {
      long value = values.get((int) at);
      lo = Math.min(lo, value);
      hi = Math.max(hi, value);
    }
    return new Interval(lo, hi);
  }
}
