package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Zeros around one or two axes.
final class ZeroPaddingReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    int axes = site.spatialAxes();
    Ref x = site.x();
    JsonNode padding = site.config().path("padding");
    List<Integer> before = new ArrayList<>(List.of(0));
    List<Integer> after = new ArrayList<>(List.of(0));
    Shape shape = site.shape(x);
    for (int axis = 0; axis < axes; axis++) {
      JsonNode own = axes == 1 || !padding.isArray() ? padding : padding.path(axis);
      before.add(width(site, own.isArray() ? own.path(0) : own));
      after.add(width(site, own.isArray() ? own.path(1) : own));
      int extent = shape.dim(axis + 1) + before.get(axis + 1) + after.get(axis + 1);
      shape = shape.withDim(axis + 1, extent);
    }
    before.add(0);
    after.add(0);
    return site.emit("padded", shape, new RealPad(x, before, after, Rational.ZERO));
  }

  private static int width(LayerSite site, JsonNode node) throws Refused {
    if (!node.isInt() || node.asInt() < 0 || node.asInt() > 1 << 16) {
      throw site.parameter("padding is no number of rows");
    }
    return node.asInt();
  }
}
