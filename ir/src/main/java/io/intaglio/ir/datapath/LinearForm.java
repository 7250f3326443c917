package io.intaglio.ir.datapath;

import java.util.ArrayList;
import java.util.List;

/// `constant + Σ factor·cell` over cells in ascending order, all factors non-zero.
record LinearForm(long constant, List<Part> parts) {

  /// `factor·cell`.
  record Part(int cell, long factor) {}

  static LinearForm constant(long value) {
    return new LinearForm(value, List.of());
  }

  static LinearForm atom(int cell) {
    return new LinearForm(0, List.of(new Part(cell, 1)));
  }

  LinearForm shifted(int n) {
    return n == 0 ? this : times(Math.powExact(2L, n));
  }

  LinearForm negated() {
    return times(-1);
  }

  private LinearForm times(long factor) {
    List<Part> products = new ArrayList<>(parts.size());
    for (Part part : parts) {
      products.add(new Part(part.cell(), Math.multiplyExact(part.factor(), factor)));
    }
    return new LinearForm(Math.multiplyExact(constant, factor), products);
  }

  LinearForm plus(LinearForm other) {
    List<Part> sum = new ArrayList<>(parts.size() + other.parts.size());
    int i = 0;
    for (Part part : other.parts) {
      while (i < parts.size() && parts.get(i).cell() < part.cell()) {
        sum.add(parts.get(i++));
      }
      long factor = part.factor();
      if (i < parts.size() && parts.get(i).cell() == part.cell()) {
        factor = Math.addExact(factor, parts.get(i++).factor());
      }
      if (factor != 0) {
        sum.add(new Part(part.cell(), factor));
      }
    }
    sum.addAll(parts.subList(i, parts.size()));
    return new LinearForm(Math.addExact(constant, other.constant), sum);
  }

  /// Exact where the cells vary independently.
  CellIntervals.Interval interval(List<Cell> cells) {
    long lo = constant;
    long hi = constant;
    for (Part part : parts) {
      Cell cell = cells.get(part.cell());
      long least = part.factor() > 0 ? cell.lo() : cell.hi();
      long greatest = part.factor() > 0 ? cell.hi() : cell.lo();
      lo = Math.addExact(lo, Math.multiplyExact(part.factor(), least));
      hi = Math.addExact(hi, Math.multiplyExact(part.factor(), greatest));
    }
    return new CellIntervals.Interval(lo, hi);
  }
}
