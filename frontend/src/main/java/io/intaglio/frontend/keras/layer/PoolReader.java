package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// MaxPooling and AveragePooling over one or two axes; padding counts in no mean.
final class PoolReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    int axes = site.spatialAxes();
    Ref x = site.x();
    return Images.leave(site, pool(site, x, axes, site.kind().contains("Max")), axes + 2);
  }

  static Ref pool(LayerSite site, Ref x, int axes, boolean max) throws Refused {
    Ref image = Images.enter(site, x);
    Shape in = site.shape(image);
    Window w = Window.of(site, in, axes, "pool_size");
    Shape out = Shape.of(1, in.dim(1), w.outH(), w.outW());
    RealOp op =
        max
            ? new RealMaxPool(
                image,
                w.kernelH(),
                w.kernelW(),
                w.strideH(),
                w.strideW(),
                w.padTop(),
                w.padLeft(),
                w.padBottom(),
                w.padRight())
            : new RealAveragePool(
                image,
                w.kernelH(),
                w.kernelW(),
                w.strideH(),
                w.strideW(),
                w.padTop(),
                w.padLeft(),
                w.padBottom(),
                w.padRight(),
                false);
    return site.emit("pooled", out, op);
  }
}
