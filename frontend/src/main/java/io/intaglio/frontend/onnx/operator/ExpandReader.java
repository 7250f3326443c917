package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.type.Shape;

/// ONNX `Expand` of a constant; of an activation only where it changes nothing.
final class ExpandReader {
  private ExpandReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    Traced x = site.input(0);
    Shape wanted = site.shape(Layout.integers(site, site.constant(1, "shape"), "shape"));
    Shape to = site.broadcast(x.shape(), wanted);
    switch (x) {
      case Live live -> {
        if (!to.equals(live.shape())) {
          throw site.form("Expand of an activation is not supported", "let operators broadcast");
        }
        site.alias(live);
      }
      case Folded folded -> {
        site.claim(to);
        site.constantResult(folded.tensor().gather(to, x.shape().broadcastIndex(to)));
      }
    }
  }
}
