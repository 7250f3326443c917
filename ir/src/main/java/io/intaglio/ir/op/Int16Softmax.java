package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Softmax of 16-bit codes along the innermost axis by two interpolated tables.
///
/// `L(table, v) = table[k] + ⌊((table[k + 1] − table[k])·(v mod 128) + 64) / 128⌋` with
/// `k = 256 + ⌊v / 128⌋` is a table at a number of 16 bits, to which `v` is clamped first. In each
/// row let `M = max_j x[…,j]`, `t_i` the number `(x[…,i] − M)·multiplier·2^(shift − 31)` rounded
/// twice (after `2^max(shift, 0)·multiplier/2^31` half up, then by `2^max(−shift, 0)` half away
/// from zero), `e_i = L(exponentials, t_i + 32767)`, `S = Σ_i e_i` and `z` the number of leading
/// zeros of `S` as 32 bits. With `r = L(reciprocals, ⌊(S·2^(z−1) + 2^13) / 2^14⌋ − 98304)`,
/// `y[…,i] = clamp(⌊(e_i·r + 2^(30−z)) / 2^(31−z)⌋, 0, 32767)`.
public record Int16Softmax(
    Ref x, int multiplier, int shift, IntTensor exponentials, IntTensor reciprocals) implements Op {
  /// Entries of each table.
  public static final int ENTRIES = 513;

  /// Elements of a row: so many ones fit the sum.
  public static final int MAX_ROW = 65_535;

  private static final int MAX_CODE = 32_767;

  public Int16Softmax {
    Checks.require(multiplier >= 0, "Int16Softmax: multiplier " + multiplier);
    Checks.require(shift >= -31 && shift <= 14, "Int16Softmax: shift " + shift);
    table("exponentials", exponentials);
    table("reciprocals", reciprocals);
    Checks.require(
        exponentials.at(ENTRIES - 2) >= 4 && exponentials.at(ENTRIES - 1) >= 4,
        "Int16Softmax: the exponential of 0 is near 0");
  }

  private static void table(String name, IntTensor table) {
    Checks.require(
        table.shape().equals(Shape.of(ENTRIES)),
        "Int16Softmax: " + name + " of shape " + table.shape());
    Checks.require(
        table.min() >= 0 && table.max() <= MAX_CODE, "Int16Softmax: " + name + " outside 0..32767");
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(
        in.rank() >= 1 && in.channels() >= 1 && in.channels() <= MAX_ROW,
        "Int16Softmax over " + in);
    return in;
  }
}
