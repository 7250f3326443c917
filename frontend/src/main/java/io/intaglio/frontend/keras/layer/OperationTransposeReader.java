package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `keras.ops.transpose` and `swapaxes`, whose axes count the batch.
///
/// Source: keras/src/ops/numpy.py.
final class OperationTransposeReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    int rank = site.shape(x).rank();
    List<Integer> perm = new ArrayList<>();
    if (site.kind().equals("Swapaxes")) {
      for (int axis = 0; axis < rank; axis++) {
        perm.add(axis);
      }
      Collections.swap(perm, axis(site, "axis1", rank), axis(site, "axis2", rank));
    } else {
      for (JsonNode axis : site.config().path("axes")) {
        perm.add(axis.asInt(0) < 0 ? axis.asInt(0) + rank : axis.asInt(rank));
      }
    }
    boolean permutes =
        perm.size() == rank
            && perm.stream().distinct().filter(axis -> axis >= 0 && axis < rank).count() == rank;
    if (!permutes || perm.get(0) != 0) {
      throw site.form(
          "a transpose without axes, or one that moves the batch",
          "name the axes and leave the first where it is");
    }
    return site.emit("permuted", site.shape(x).permute(perm), new RealTranspose(x, perm));
  }

  private static int axis(LayerSite site, String key, int rank) throws Refused {
    int axis = site.config().path(key).asInt(rank);
    axis = axis < 0 ? axis + rank : axis;
    if (axis < 0 || axis >= rank) {
      throw site.parameter("there is no " + key);
    }
    return axis;
  }
}
