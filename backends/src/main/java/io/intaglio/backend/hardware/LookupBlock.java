package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// A table an element, cut to the codes that are reachable.
final class LookupBlock {
  private LookupBlock() {}

  static Block of(Lookup op, Shape shape) {
    boolean perChannel = op.table().shape().rank() == 2;
    int entries = op.entries();
    int channels = shape.channels();
    long[] all = op.table().toArray();
    return Elementwise.unary(
        Positions.vectors(shape),
        true,
        (netlist, element, x) -> {
          int row = perChannel ? element % channels : 0;
          long[] table = Arrays.copyOfRange(all, row * entries, (row + 1) * entries);
          return netlist.table(x, op.base(), table);
        });
  }
}
