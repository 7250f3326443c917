package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;

/// The entries that the input's values reach.
final class LookupRange {
  private LookupRange() {}

  /// @throws InvalidInput if the table does not cover the input
  static Range of(Lookup op, Value x) {
    boolean perChannel = op.table().shape().rank() == 2;
    Shape rows = perChannel ? Shape.of(op.table().shape().dim(0)) : Shape.SCALAR;
    Shape joint = Lattices.joint(x.range().shape(), rows);
    Range in = x.range().broadcastTo(joint);
    int[] row = rows.broadcastIndex(joint);
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      Lattice inputs = Lattice.of(in, i);
      if (!covers(op, inputs)) {
        throw new InvalidInput(uncovered(op, x, inputs));
      }
      result.set(i, entries(op, row[i] * op.entries(), inputs));
    }
    return result.toRange();
  }

  /// Whether every value of `x` has an entry.
  private static boolean covers(Lookup op, Lattice x) {
    BigInteger base = BigInteger.valueOf(op.base());
    BigInteger last = base.add(BigInteger.valueOf(op.entries() - 1));
    return BigInteger.valueOf(x.lo()).compareTo(base) >= 0
        && BigInteger.valueOf(x.hi()).compareTo(last) <= 0;
  }

  private static Lattice entries(Lookup op, int row, Lattice x) {
    int first = (int) (x.lo() - op.base());
    int last = (int) (x.hi() - op.base());
    Lattice found = Lattice.constant(op.table().at(row + first));
    if (first < last) {
      int step = (int) x.step();
      for (int k = first + step; k <= last; k += step) {
        found = found.union(Lattice.constant(op.table().at(row + k)));
      }
    }
    return found;
  }

  private static Diagnostic uncovered(Lookup op, Value x, Lattice inputs) {
    return Diagnostic.error(
        Code.IR_INVALID,
        x.origin(),
        "Lookup: the input spans ["
            + inputs.lo()
            + ", "
            + inputs.hi()
            + "], the table holds "
            + op.entries()
            + " entries from "
            + op.base(),
        "give an entry for every value that the input can be");
  }
}
