package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// GlobalAveragePooling and GlobalMaxPooling.
final class GlobalPoolReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.spatialAxes();
    return pool(site, site.x(), site.kind().contains("Max"));
  }

  static Ref pool(LayerSite site, Ref x, boolean max) {
    int rank = site.shape(x).rank();
    Ref image = Images.enter(site, x);
    Shape in = site.shape(image);
    int h = in.dim(2);
    int w = in.dim(3);
    RealOp op =
        max
            ? new RealMaxPool(image, h, w, 1, 1, 0, 0, 0, 0)
            : new RealAveragePool(image, h, w, 1, 1, 0, 0, 0, 0, true);
    Ref y = site.emit("pooled", Shape.of(1, in.dim(1), 1, 1), op);
    Shape kept = rank == 4 ? Shape.of(1, 1, 1, in.dim(1)) : Shape.of(1, 1, in.dim(1));
    Shape out = site.flag("keepdims", false) ? kept : Shape.of(1, in.dim(1));
    return site.emit("reshaped", out, new RealReshape(y));
  }
}
