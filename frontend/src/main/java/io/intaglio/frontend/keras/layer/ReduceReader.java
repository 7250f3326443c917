package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// `keras.ops.sum`, `mean`, `max` and `min` in a model.
///
/// Source: keras/src/ops/numpy.py.
final class ReduceReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Reduction over = Reduction.of(site, site.config().path("axis"), site.shape(x).rank());
    return switch (site.kind()) {
      case "Sum" -> over.sum(site, x);
      case "Mean" -> over.mean(site, x);
      case "Max", "Amax" -> bounded(site, over.max(site, x));
      default -> bounded(site, over.min(site, x));
    };
  }

  private static Ref bounded(LayerSite site, Ref y) throws Refused {
    if (site.config().hasNonNull("initial")) {
      throw site.form(site.kind() + " with an initial value", "use a maximum or minimum beside it");
    }
    return y;
  }
}
