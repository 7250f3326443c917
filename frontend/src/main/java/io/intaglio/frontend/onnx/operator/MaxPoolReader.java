package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealMaxPool;

/// ONNX `MaxPool` over one or two axes.
final class MaxPoolReader {
  private MaxPoolReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    site.ignoreAttribute("storage_order");
    Live x = site.numbers(0);
    Window window = Pooling.window(site, x);
    Planes planes = Planes.of(site, x, x.shape().dim(1), window);
    RealMaxPool pool =
        new RealMaxPool(
            planes.x(),
            window.kernelH(),
            window.kernelW(),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight());
    planes.finish(site, pool, x.type());
  }
}
