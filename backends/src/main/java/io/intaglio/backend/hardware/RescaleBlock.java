package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.type.Shape;

/// Every element multiplied, offset, shifted and clamped by constants.
final class RescaleBlock {
  private RescaleBlock() {}

  static Block of(Rescale op, Shape shape) {
    int[][] vectors = Positions.vectors(shape);
    Parameter m = new Parameter(op.m(), shape);
    Parameter b = new Parameter(op.b(), shape);
    Parameter s = new Parameter(op.s(), shape);
    Parameter z = new Parameter(op.z(), shape);
    Parameter lo = new Parameter(op.lo(), shape);
    Parameter hi = new Parameter(op.hi(), shape);
    return Elementwise.unary(
        vectors,
        Positions.perChannel(op.m(), op.b(), op.s(), op.z(), op.lo(), op.hi()),
        (netlist, element, x) ->
            new Requantization(
                    new long[] {m.at(element)},
                    b.at(element),
                    (int) s.at(element),
                    z.at(element),
                    lo.at(element),
                    hi.at(element),
                    op.rounding())
                .build(netlist, new int[] {x}));
  }
}
