package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;

/// The two operands of an elementwise operator, of which one has the output's shape and at most one
/// is a constant.
record Broadcast(FlatTensor a, FlatTensor b) {
  static Broadcast of(OperatorSite site, byte... types) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor a = site.input(0, types);
    FlatTensor b = site.input(1, types);
    FlatTensor y = site.output(types);
    Shape out = y.shape();
    boolean fits = a.shape().broadcastsTo(out) && b.shape().broadcastsTo(out);
    boolean whole =
        (a.shape().equals(out) && !a.isConstant()) || (b.shape().equals(out) && !b.isConstant());
    if (!fits || !whole || a.type() != b.type() || a.type() != y.type()) {
      throw site.refused(
          Code.IMP_SHAPE,
          a.shape() + " and " + b.shape() + " to " + out,
          "one operand must be no constant and of the output's shape, all of one type");
    }
    return new Broadcast(a, b);
  }
}
