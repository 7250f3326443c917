package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;

/// What operators of two operands demand of them.
final class Operands {
  private Operands() {}

  static void demandSameType(NodeSite site, Traced a, Traced b) {
    if (a.type() != b.type()) {
      throw site.form(
          site.operator() + " of " + a.type() + " and " + b.type() + " elements is not defined",
          "cast one of them");
    }
  }

  static boolean areConstant(Traced a, Traced b) {
    return a instanceof Folded && b instanceof Folded;
  }

  /// Demands that every activation among the operands is of a type that is computed in.
  static void demandComputed(NodeSite site, Traced... operands) {
    for (Traced operand : operands) {
      if (operand instanceof Live live && !live.type().isComputed()) {
        throw site.form(
            site.operator() + " of " + live.type() + " elements is not supported",
            "cast to float32 before it");
      }
    }
  }
}
