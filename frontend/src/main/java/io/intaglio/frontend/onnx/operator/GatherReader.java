package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// ONNX `Gather` of constants, as in shape arithmetic, and of an activation by constant indices.
final class GatherReader {
  private GatherReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    if (site.input(0) instanceof Live) {
      live(site, site.anyLive(0));
      return;
    }
    ConstantTensor data = site.constant(0, "data");
    if (!(site.constant(1, "indices") instanceof ConstantTensor.Integers indices)) {
      throw site.malformed("the indices of Gather are no integers");
    }
    Shape from = data.shape();
    int axis = site.axis(site.integer("axis", 0), from.rank());
    long inner = 1;
    for (int i = axis + 1; i < from.rank(); i++) {
      inner *= from.dim(i);
    }
    Shape to = result(site, from, axis, indices.shape());
    site.claim(to);
    int extent = from.dim(axis);
    int[] index = new int[to.size()];
    for (int i = 0; i < index.length; i++) {
      long outer = i / inner / indices.size();
      long at = indices.values().at((int) (i / inner % indices.size()));
      if (at < -extent || at >= extent) {
        throw site.parameter("the index " + at + " of Gather lies outside", "check the indices");
      }
      index[i] = (int) ((outer * extent + (at < 0 ? at + extent : at)) * inner + i % inner);
    }
    site.constantResult(data.gather(to, index));
  }

  private static void live(NodeSite site, Live x) {
    long[] indices = Layout.integers(site, site.constant(1, "indices"), "indices");
    Shape from = x.shape();
    int axis = site.axis(site.integer("axis", 0), from.rank());
    if (axis == 0) {
      throw site.form("Gather from the batch is not supported", "set the axis");
    }
    int extent = from.dim(axis);
    List<Integer> picked = new ArrayList<>();
    for (long at : indices) {
      if (at < -extent || at >= extent) {
        throw site.parameter("the index " + at + " of Gather lies outside", "check the indices");
      }
      picked.add((int) (at < 0 ? at + extent : at));
    }
    RealGather gather = new RealGather(new Ref(x.name()), axis, picked);
    Shape kept = site.modest(from.withDim(axis, picked.size()));
    if (site.constant(1, "indices").shape().rank() == 1) {
      site.result(gather, kept, x.type());
    } else {
      Ref element = site.step("element", gather, kept);
      site.result(new RealReshape(element), result(site, from, axis, Shape.SCALAR), x.type());
    }
  }

  private static Shape result(NodeSite site, Shape from, int axis, Shape indices) {
    long[] dims = new long[from.rank() - 1 + indices.rank()];
    int next = 0;
    for (int i = 0; i < axis; i++) {
      dims[next++] = from.dim(i);
    }
    for (int i = 0; i < indices.rank(); i++) {
      dims[next++] = indices.dim(i);
    }
    for (int i = axis + 1; i < from.rank(); i++) {
      dims[next++] = from.dim(i);
    }
    return site.shape(dims);
  }
}
