package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealAveragePool;

/// ONNX `AveragePool` over one or two axes. Windows that `ceil_mode` pushes beyond the padding are
/// refused together with `count_include_pad`: runtimes disagree about their divisor.
final class AveragePoolReader {
  private AveragePoolReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    Window window = Pooling.window(site, x);
    boolean countPadding = site.flag("count_include_pad", false);
    if (countPadding && window.clipped()) {
      throw site.form(
          "count_include_pad with windows beyond the padding is not supported",
          "clear ceil_mode or count_include_pad");
    }
    Planes planes = Planes.of(site, x, x.shape().dim(1), window);
    RealAveragePool pool =
        new RealAveragePool(
            planes.x(),
            window.kernelH(),
            window.kernelW(),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight(),
            countPadding);
    planes.finish(site, pool, x.type());
  }
}
