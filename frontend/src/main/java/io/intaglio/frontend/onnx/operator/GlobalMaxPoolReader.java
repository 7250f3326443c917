package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.type.Shape;

/// ONNX `GlobalMaxPool` over one or two axes.
final class GlobalMaxPoolReader {
  private GlobalMaxPoolReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.numbers(0);
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw site.shapes("GlobalMaxPool of shape " + shape);
    }
    long[] kernel = new long[shape.rank() - 2];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = shape.dim(axis + 2);
    }
    Window window = Window.read(site, shape, kernel, false);
    Planes planes = Planes.of(site, x, shape.dim(1), window);
    planes.finish(
        site,
        new RealMaxPool(planes.x(), window.kernelH(), window.kernelW(), 1, 1, 0, 0, 0, 0),
        x.type());
  }
}
