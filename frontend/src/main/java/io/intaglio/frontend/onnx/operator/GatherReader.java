package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.type.Shape;

/// ONNX `Gather` of constants, as in shape arithmetic.
final class GatherReader {
  private GatherReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
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
