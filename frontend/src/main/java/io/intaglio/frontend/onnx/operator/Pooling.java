package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;

/// Windows of pooling operators.
final class Pooling {
  private Pooling() {}

  /// The window that the attributes describe; it always covers an element of `x`.
  static Window window(NodeSite site, Live x) {
    if (x.shape().rank() < 3) {
      throw site.shapes(site.operator() + " of shape " + x.shape());
    }
    long[] kernel =
        site.integers("kernel_shape").orElseThrow(() -> site.malformed("kernel_shape is missing"));
    Window window = Window.read(site, x.shape(), kernel, site.flag("ceil_mode", false));
    if (window.dilationH() != 1 || window.dilationW() != 1) {
      throw site.form("pooling with dilations is not supported", "use dilations of 1");
    }
    if (window.padTop() >= window.kernelH()
        || window.padBottom() >= window.kernelH()
        || window.padLeft() >= window.kernelW()
        || window.padRight() >= window.kernelW()) {
      throw site.parameter("a window lies wholly in the padding", "pad less than the kernel");
    }
    return window;
  }
}
