package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = table[x − base]`, or `table[c, x − base]` with one row a channel: any function of few bits.
///
/// `table` is `[entries]` or `[channels, entries]`; every reachable `x` has `0 <= x − base <
/// entries`.
public record Lookup(Ref x, IntTensor table, long base) implements Op {
  public Lookup {
    Checks.require(
        (table.shape().rank() == 1 || table.shape().rank() == 2) && table.size() > 0,
        "Lookup: table of shape " + table.shape());
  }

  public int entries() {
    return table.shape().channels();
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(
        table.shape().rank() == 1 || table.shape().dim(0) == in.channels(),
        "Lookup: table " + table.shape() + " for input " + in);
    return in;
  }
}
