package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.List;

/// Axes in another order, the batch apart.
final class PermuteReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    int rank = site.shape(x).rank();
    List<Integer> perm = new ArrayList<>(List.of(0));
    for (int axis : site.positives("dims", rank - 1)) {
      perm.add(axis);
    }
    if (perm.stream().distinct().filter(axis -> axis < rank).count() != rank) {
      throw site.parameter("dims is no permutation of the axes");
    }
    return site.emit("permuted", site.shape(x).permute(perm), new RealTranspose(x, perm));
  }
}
