package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import java.util.function.BiFunction;

/// Layers that take several tensors of one shape, two at a time.
final class Merging {
  private Merging() {}

  static Ref fold(LayerSite site, BiFunction<Ref, Ref, RealOp> op) throws Refused {
    if (site.inputs() < 2 || (site.kind().equals("Subtract") && site.inputs() != 2)) {
      throw site.form(site.kind() + " of " + site.inputs() + " tensors", "give it two");
    }
    Ref y = site.input(0);
    for (int i = 1; i < site.inputs(); i++) {
      Ref x = site.input(i);
      if (!site.shape(x).equals(site.shape(y))) {
        throw site.form(
            site.kind() + " of tensors " + site.shape(y) + " and " + site.shape(x),
            "repeat the smaller one");
      }
      y = site.emit("merged", site.shape(y), op.apply(y, x));
    }
    return y;
  }
}
