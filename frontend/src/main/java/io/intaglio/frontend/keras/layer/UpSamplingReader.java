package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// Each row and column several times.
final class UpSamplingReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    if (!site.text("interpolation", "nearest").equals("nearest")) {
      throw site.form("an interpolation that is not nearest", "use nearest");
    }
    int[] factors = site.positives("size", 2);
    Ref y = x;
    for (int axis = 1; axis <= 2; axis++) {
      int factor = factors[axis - 1];
      int extent = Math.multiplyExact(site.shape(y).dim(axis), factor);
      Shape repeated = site.shape(y).withDim(axis, extent);
      site.demandValue(repeated);
      List<Integer> indices = IntStream.range(0, extent).mapToObj(i -> i / factor).toList();
      y = site.emit("repeated", repeated, new RealGather(y, axis, indices));
    }
    return y;
  }
}
