package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `keras.ops.reshape`, `expand_dims` and `squeeze`, whose shapes and axes count the batch.
///
/// Source: keras/src/ops/numpy.py.
final class OperationReshapeReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape in = site.shape(x);
    Shape out =
        switch (site.kind()) {
          case "ExpandDims" -> expanded(site, in);
          case "Squeeze" -> squeezed(site, in);
          default -> stated(site, in);
        };
    return out.equals(in) ? x : site.emit("reshaped", out, new RealReshape(x));
  }

  private static Shape stated(LayerSite site, Shape in) throws Refused {
    JsonNode stated = site.config().path("newshape");
    int[] dims = new int[stated.size()];
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      int extent = stated.get(axis).asInt(-1);
      if (extent >= 1) {
        known = Math.multiplyExact(known, (long) extent);
      } else if (open > 0) {
        throw site.parameter("newshape leaves several extents open");
      } else {
        open = axis;
      }
      dims[axis] = Math.max(extent, 1);
    }
    boolean batch = dims.length > 0 && stated.get(0).asInt(-1) < 1;
    if (!batch) {
      throw site.form("a reshape to a fixed number of samples", "give the first extent as -1");
    }
    if (open > 0) {
      dims[open] = (int) (in.size() / known);
    }
    Shape out = Shape.of(dims);
    if (out.elements() != in.elements()) {
      throw site.parameter(in + " as " + out);
    }
    return out;
  }

  private static Shape expanded(LayerSite site, Shape in) throws Refused {
    int rank = in.rank() + 1;
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      dims.add(in.dim(axis));
    }
    for (int axis : axes(site, rank)) {
      dims.add(axis, 1);
    }
    if (dims.size() != rank) {
      throw site.form("ExpandDims along several axes", "add one axis at a time");
    }
    return Shape.of(dims);
  }

  private static Shape squeezed(LayerSite site, Shape in) throws Refused {
    List<Integer> gone = axes(site, in.rank());
    for (int axis : gone) {
      if (in.dim(axis) != 1) {
        throw site.parameter("axis " + axis + " of " + in + " is not of extent 1");
      }
    }
    return in.reduced(gone, false);
  }

  private static List<Integer> axes(LayerSite site, int rank) throws Refused {
    JsonNode stated = site.config().path("axis");
    return Reduction.of(site, stated, rank).axes();
  }
}
