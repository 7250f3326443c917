package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.type.Shape;

/// The sliding window of a convolution or a pool over `H` and `W`, padding resolved.
///
/// `same` pads so that there are `⌈extent/stride⌉` windows, the odd row at the end; `causal` pads
/// before the sequence only.
///
/// Source: keras/src/ops/operation_utils.py `compute_conv_output_shape`; tensorflow
/// `GetWindowedOutputSize`.
record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int outH,
    int outW) {

  /// @param axes 1 for a sequence, whose window has `H = 1`
  static Window of(LayerSite site, Shape image, int axes, String kernelKey) throws Refused {
    int[] kernel = pair(site.positives(kernelKey, axes));
    int[] strides =
        site.config().hasNonNull("strides") ? pair(site.positives("strides", axes)) : kernel;
    int[] dilations =
        site.config().path("dilation_rate").isMissingNode()
            ? new int[] {1, 1}
            : pair(site.positives("dilation_rate", axes));
    String padding = site.text("padding", "valid");
    Span h = Span.of(site, padding, image.dim(2), kernel[0], strides[0], dilations[0]);
    Span w = Span.of(site, padding, image.dim(3), kernel[1], strides[1], dilations[1]);
    return new Window(
        kernel[0],
        kernel[1],
        strides[0],
        strides[1],
        dilations[0],
        dilations[1],
        h.before(),
        w.before(),
        h.after(),
        w.after(),
        h.count(),
        w.count());
  }

  private static int[] pair(int[] given) {
    return given.length == 2 ? given : new int[] {1, given[0]};
  }

  private record Span(int before, int after, int count) {
    static Span of(LayerSite site, String padding, int extent, int kernel, int stride, int dilation)
        throws Refused {
      int reach = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
      int before = 0;
      int after = 0;
      switch (padding) {
        case "valid" -> {}
        case "same" -> {
          int count = (extent + stride - 1) / stride;
          int total = Math.max((count - 1) * stride + reach - extent, 0);
          before = total / 2;
          after = total - before;
        }
        case "causal" -> before = reach - 1;
        default -> throw site.parameter("padding is unknown");
      }
      int padded = Math.addExact(extent, Math.addExact(before, after));
      if (padded < reach) {
        throw site.parameter("a window of " + reach + " over an extent of " + extent);
      }
      return new Span(before, after, (padded - reach) / stride + 1);
    }
  }
}
