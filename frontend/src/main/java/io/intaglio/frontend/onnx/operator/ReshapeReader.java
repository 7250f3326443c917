package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.type.Shape;

/// ONNX `Reshape`: an extent of 0 is that of the operand (unless `allowzero`), one of −1 what
/// remains.
final class ReshapeReader {
  private ReshapeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 2);
    Shape from = site.input(0).shape();
    long[] dims = Layout.integers(site, "shape", 1);
    if (dims == null) {
      throw site.malformed("the shape of Reshape is missing");
    }
    boolean allowZero = site.flag("allowzero", false);
    int open = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 0 && !allowZero) {
        if (axis >= from.rank()) {
          throw site.shapes("axis " + axis + " of shape " + from + " does not exist");
        }
        dims[axis] = from.dim(axis);
      } else if (dims[axis] == -1) {
        if (open >= 0) {
          throw site.shapes("two extents of Reshape are open");
        }
        open = axis;
        dims[axis] = 1;
      }
    }
    Shape to = site.shape(dims);
    if (open >= 0) {
      dims[open] = to.elements() == 0 ? 0 : from.elements() / to.elements();
      to = site.shape(dims);
    }
    Layout.reshape(site, site.input(0), to);
  }
}
