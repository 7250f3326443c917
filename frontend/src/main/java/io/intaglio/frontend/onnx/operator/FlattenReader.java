package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.type.Shape;

/// ONNX `Flatten`: the axes before `axis` become one, those from it on another.
final class FlattenReader {
  private FlattenReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Shape shape = site.input(0).shape();
    long axis = site.integer("axis", 1);
    int split = axis == shape.rank() ? shape.rank() : site.axis(axis, shape.rank());
    long before = 1;
    for (int i = 0; i < split; i++) {
      before *= shape.dim(i);
    }
    long after = 1;
    for (int i = split; i < shape.rank(); i++) {
      after *= shape.dim(i);
    }
    Layout.reshape(site, site.input(0), site.shape(before, after));
  }
}
