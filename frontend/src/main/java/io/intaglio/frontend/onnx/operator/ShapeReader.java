package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// ONNX `Shape`, always known: the batch is 1.
final class ShapeReader {
  private ShapeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Shape shape = site.input(0).shape();
    int start = bound(site.integer("start", 0), shape.rank());
    int end = bound(site.integer("end", shape.rank()), shape.rank());
    long[] extents = new long[Math.max(0, end - start)];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = shape.dim(start + i);
    }
    site.constantResult(new ConstantTensor.Integers(IntTensor.vector(extents), ElementType.INT64));
  }

  private static int bound(long axis, int rank) {
    return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, (long) rank);
  }
}
