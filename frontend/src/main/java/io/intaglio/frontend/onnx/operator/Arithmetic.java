package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/// The frame of `Add`, `Sub`, `Mul` and `Div`: two constants are folded, else the operator is
/// emitted.
final class Arithmetic {
  private Arithmetic() {}

  static void read(
      NodeSite site,
      DoubleBinaryOperator real,
      LongBinaryOperator integer,
      BiFunction<Ref, Ref, RealOp> op) {
    site.demandInputs(2, 2);
    Traced a = site.input(0);
    Traced b = site.input(1);
    Operands.demandSameType(site, a, b);
    if (site.flag("broadcast", false)) {
      site.ignoreAttribute("axis");
      if (site.hasAttribute("axis") || !b.shape().broadcastsTo(a.shape())) {
        throw site.form("broadcasting along a stated axis is not supported", "use opset 7");
      }
    }
    if (Operands.areConstant(a, b)) {
      Folding.binary(site, real, integer);
      return;
    }
    Operands.demandComputed(site, a, b);
    Live live = a instanceof Live left ? left : (Live) b;
    site.result(
        op.apply(site.operand(0), site.operand(1)),
        site.broadcast(a.shape(), b.shape()),
        live.type());
  }
}
