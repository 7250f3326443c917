package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `Squeeze`: drops the `axes`, all of extent 1; without `axes` every such axis.
final class SqueezeReader {
  private SqueezeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 2);
    Shape shape = site.input(0).shape();
    boolean[] dropped = new boolean[shape.rank()];
    long[] axes = Layout.integers(site, "axes", 1);
    for (int axis = 0; axis < dropped.length; axis++) {
      dropped[axis] = axes == null && shape.dim(axis) == 1;
    }
    for (long given : axes == null ? new long[0] : axes) {
      int axis = site.axis(given, shape.rank());
      if (shape.dim(axis) != 1) {
        throw site.shapes("axis " + axis + " of shape " + shape + " cannot be dropped");
      }
      dropped[axis] = true;
    }
    long[] left = new long[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < dropped.length; axis++) {
      if (!dropped[axis]) {
        left[rank++] = shape.dim(axis);
      }
    }
    Layout.reshape(site, site.input(0), site.shape(Arrays.copyOf(left, rank)));
  }
}
