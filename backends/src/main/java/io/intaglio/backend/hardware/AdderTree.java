package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.CellOp;
import java.util.Arrays;
import java.util.PriorityQueue;

/// Builds `constant + Σ coefficient·cell` out of the signed digits of the coefficients.
///
/// Each digit is a term `±cell·2^shift`. The two terms that are ready first (of these, those of the
/// lowest upper end) are added until one is left, which keeps the tree balanced in time and the
/// adders narrow. Signs travel with the terms: two of unlike sign become a difference of positive
/// sign, so that a negation is needed only where every term was negative. A shift common to both
/// operands moves behind the adder. The interval of each partial sum is that of its linear form,
/// exact for cells that vary independently.
final class AdderTree {
  private static final int[] NO_ATOMS = {};
  private static final long[] NO_FACTORS = {};

  private final Netlist netlist;
  private final PriorityQueue<Term> queue = new PriorityQueue<>();
  private int serial;

  AdderTree(Netlist netlist) {
    this.netlist = netlist;
  }

  /// A partial sum: `cell = constant + Σ factors[i]·atoms[i]` stands for `±cell·2^shift`.
  @SuppressWarnings("ArrayRecordComponent")
  private record Term(
      int cell,
      int shift,
      boolean negative,
      int[] atoms,
      long[] factors,
      long constant,
      int ready,
      int top,
      int serial)
      implements Comparable<Term> {
    @Override
    public int compareTo(Term other) {
      int order = Integer.compare(ready, other.ready);
      order = order != 0 ? order : Integer.compare(top, other.top);
      return order != 0 ? order : Integer.compare(serial, other.serial);
    }
  }

  /// `coefficient·cell + constant`.
  int scaled(int cell, long coefficient, long constant) {
    return sum(new int[] {cell}, new long[] {coefficient}, constant);
  }

  /// `constant + Σ coefficients[i]·cells[i]`; a cell may occur more than once.
  int sum(int[] cells, long[] coefficients, long constant) {
    long rest = constant;
    int[] order = byCell(cells);
    for (int i = 0; i < order.length; ) {
      int cell = cells[order[i]];
      long coefficient = 0;
      for (; i < order.length && cells[order[i]] == cell; i++) {
        coefficient = Math.addExact(coefficient, coefficients[order[i]]);
      }
      if (netlist.isLiteral(cell)) {
        rest = Math.addExact(rest, Math.multiplyExact(coefficient, netlist.lo(cell)));
      } else {
        addDigits(cell, coefficient);
      }
    }
    if (queue.isEmpty()) {
      return netlist.literal(rest);
    }
    if (rest != 0) {
      int shift = Long.numberOfTrailingZeros(rest);
      long odd = rest >> shift;
      push(netlist.literal(odd), shift, false, NO_ATOMS, NO_FACTORS, odd);
    }
    while (queue.size() > 1) {
      combine(queue.remove(), queue.remove());
    }
    return finish(queue.remove());
  }

  private static int[] byCell(int[] cells) {
    long[] keys = new long[cells.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) cells[i] << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private void addDigits(int cell, long coefficient) {
    SignedDigits digits = SignedDigits.of(coefficient);
    int[] atoms = {cell};
    long[] factors = {1};
    for (long left = digits.plus() | digits.minus(); left != 0; left &= left - 1) {
      int shift = Long.numberOfTrailingZeros(left);
      push(cell, shift, (digits.minus() >>> shift & 1) == 1, atoms, factors, 0);
    }
  }

  private void push(
      int cell, int shift, boolean negative, int[] atoms, long[] factors, long constant) {
    int top = netlist.cell(cell).type().bits() + shift;
    int ready = netlist.ready(cell);
    queue.add(new Term(cell, shift, negative, atoms, factors, constant, ready, top, serial++));
  }

  private void combine(Term first, Term second) {
    boolean swap = first.negative && !second.negative;
    Term a = swap ? second : first;
    Term b = swap ? first : second;
    int shift = Math.min(a.shift, b.shift);
    int shiftA = a.shift - shift;
    int shiftB = b.shift - shift;
    long factorA = Math.powExact(2L, shiftA);
    boolean difference = a.negative != b.negative;
    long factorB = difference ? -Math.powExact(2L, shiftB) : Math.powExact(2L, shiftB);
    long constant =
        Math.addExact(
            Math.multiplyExact(a.constant, factorA), Math.multiplyExact(b.constant, factorB));
    Merged merged = Merged.of(a.atoms, a.factors, factorA, b.atoms, b.factors, factorB);
    CellOp op =
        difference
            ? new CellOp.Subtract(a.cell, shiftA, b.cell, shiftB)
            : a.cell <= b.cell
                ? new CellOp.Add(a.cell, shiftA, b.cell, shiftB)
                : new CellOp.Add(b.cell, shiftB, a.cell, shiftA);
    int cell = netlist.linear(op, merged.lo(netlist, constant), merged.hi(netlist, constant));
    push(cell, shift, a.negative, merged.atoms, merged.factors, constant);
  }

  private int finish(Term last) {
    int cell = last.cell;
    if (last.negative) {
      cell =
          netlist.linear(
              new CellOp.Negate(cell),
              Math.negateExact(netlist.hi(cell)),
              Math.negateExact(netlist.lo(cell)));
    }
    return netlist.shiftLeft(cell, last.shift);
  }

  /// Two linear forms added; atoms ascend.
  @SuppressWarnings("ArrayRecordComponent")
  private record Merged(int[] atoms, long[] factors) {
    static Merged of(int[] atomsA, long[] fa, long scaleA, int[] atomsB, long[] fb, long scaleB) {
      int[] atoms = new int[atomsA.length + atomsB.length];
      long[] factors = new long[atoms.length];
      int size = 0;
      int i = 0;
      int j = 0;
      while (i < atomsA.length || j < atomsB.length) {
        boolean takeA = j == atomsB.length || (i < atomsA.length && atomsA[i] <= atomsB[j]);
        boolean takeB = i == atomsA.length || (j < atomsB.length && atomsB[j] <= atomsA[i]);
        atoms[size] = takeA ? atomsA[i] : atomsB[j];
        long factor = takeA ? Math.multiplyExact(fa[i++], scaleA) : 0;
        factor = takeB ? Math.addExact(factor, Math.multiplyExact(fb[j++], scaleB)) : factor;
        factors[size] = factor;
        size += factor == 0 ? 0 : 1;
      }
      return new Merged(Arrays.copyOf(atoms, size), Arrays.copyOf(factors, size));
    }

    long lo(Netlist netlist, long constant) {
      long sum = constant;
      for (int i = 0; i < atoms.length; i++) {
        long end = factors[i] > 0 ? netlist.lo(atoms[i]) : netlist.hi(atoms[i]);
        sum = Math.addExact(sum, Math.multiplyExact(factors[i], end));
      }
      return sum;
    }

    long hi(Netlist netlist, long constant) {
      long sum = constant;
      for (int i = 0; i < atoms.length; i++) {
        long end = factors[i] > 0 ? netlist.hi(atoms[i]) : netlist.lo(atoms[i]);
        sum = Math.addExact(sum, Math.multiplyExact(factors[i], end));
      }
      return sum;
    }
  }
}
