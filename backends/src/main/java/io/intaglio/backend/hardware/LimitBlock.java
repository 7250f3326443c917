package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.type.Shape;

/// Saturation and two's complement overflow, where the interval exceeds the bounds.
final class LimitBlock {
  private LimitBlock() {}

  static Block of(Clamp op, Shape shape) {
    Parameter lo = new Parameter(op.lo(), shape);
    Parameter hi = new Parameter(op.hi(), shape);
    return Elementwise.unary(
        Positions.vectors(shape),
        Positions.perChannel(op.lo(), op.hi()),
        (netlist, element, x) -> netlist.clamp(x, lo.at(element), hi.at(element)));
  }

  static Block of(Wrap op, Shape shape) {
    int[] parameter = op.bits().shape().broadcastIndex(shape);
    return Elementwise.unary(
        Positions.vectors(shape),
        Positions.perChannel(op.bits()),
        (netlist, element, x) -> netlist.wrap(x, op.to(parameter[element])));
  }
}
