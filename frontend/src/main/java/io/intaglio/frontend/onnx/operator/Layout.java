package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// What operators have in common that move elements and change none.
final class Layout {
  private Layout() {}

  /// Binds the node's result to `x` under the shape `to`.
  static void reshape(NodeSite site, Traced x, Shape to) {
    if (to.elements() != x.shape().elements()) {
      throw site.shapes("shape " + x.shape() + " cannot become " + to);
    }
    switch (x) {
      case Live live -> site.result(new RealReshape(new Ref(live.name())), to, live.type());
      case Folded folded -> {
        site.claim(to);
        site.constantResult(folded.tensor().reshape(to));
      }
    }
  }

  /// Constant integers such as axes, given as an attribute in older versions of an operator and as
  /// input `i` in newer ones; null if neither is there.
  static long[] integers(NodeSite site, String name, int i) {
    if (site.has(i)) {
      return integers(site, site.constant(i, name), name);
    }
    return site.integers(name).orElse(null);
  }

  static long[] integers(NodeSite site, ConstantTensor tensor, String what) {
    if (!(tensor instanceof ConstantTensor.Integers found) || found.shape().rank() > 1) {
      throw site.shapes("the " + what + " of " + site.operator() + " is no list of integers");
    }
    return found.values().toArray();
  }
}
