package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.ir.type.Shape;

/// ONNX `Unsqueeze`: inserts axes of extent 1 where the result has its `axes`.
final class UnsqueezeReader {
  private UnsqueezeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 2);
    Shape shape = site.input(0).shape();
    long[] axes = Layout.integers(site, "axes", 1);
    if (axes == null) {
      throw site.malformed("the axes of Unsqueeze are missing");
    }
    if (axes.length > ElementBudget.MAX_RANK) {
      throw site.shapes("Unsqueeze inserts " + axes.length + " axes");
    }
    int rank = shape.rank() + axes.length;
    long[] dims = new long[rank];
    for (long given : axes) {
      int axis = site.axis(given, rank);
      if (dims[axis] != 0) {
        throw site.shapes("axis " + axis + " is inserted twice");
      }
      dims[axis] = 1;
    }
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (dims[axis] == 0) {
        dims[axis] = shape.dim(next++);
      }
    }
    Layout.reshape(site, site.input(0), site.shape(dims));
  }
}
