package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.Optional;

/// The sliding window of a convolution or pooling over the one or two axes behind `[N, C]`; over
/// one axis its extents along H are 1.
///
/// @param padTop padding as it is applied: `auto_pad` resolved, and for `ceil_mode` the far
///     sides grown or shrunk to end with the last window
/// @param outH number of windows
/// @param clipped some window reaches beyond the padding that the file states
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
    int outW,
    boolean clipped) {
  private static final long MOST = 1 << 24;

  /// Windows over `x`, `[N, C, W]` or `[N, C, H, W]`, with the node's `strides`, `dilations`,
  /// `pads` and `auto_pad`.
  static Window read(NodeSite site, Shape x, long[] kernel, boolean ceil) {
    int axes = x.rank() - 2;
    if (axes < 1 || axes > 2) {
      throw site.form(
          site.operator() + " over " + axes + " axes is not supported", "use one or two axes");
    }
    demand(site, "kernel_shape", kernel, axes, 1);
    long[] strides = attribute(site, "strides", axes, 1);
    long[] dilations = attribute(site, "dilations", axes, 1);
    Optional<long[]> pads = site.integers("pads");
    pads.ifPresent(given -> demand(site, "pads", given, 2 * axes, 0));
    String autoPad = site.string("auto_pad", "NOTSET");
    Axis[] windows = new Axis[2];
    windows[0] = new Axis(1, 1, 1, 0, 0, 1, false);
    for (int axis = 0; axis < axes; axis++) {
      Axis unpadded = new Axis(kernel[axis], strides[axis], dilations[axis], 0, 0, 0, false);
      long in = x.dim(axis + 2);
      long before = pads.isPresent() ? pads.get()[axis] : 0;
      long after = pads.isPresent() ? pads.get()[axis + axes] : 0;
      windows[2 - axes + axis] =
          switch (autoPad) {
            case "NOTSET" -> unpadded.padded(before, after).over(site, in, ceil);
            case "VALID" -> demandNoPads(site, before + after, unpadded).over(site, in, ceil);
            case "SAME_UPPER" -> demandNoPads(site, before + after, unpadded).same(in, true);
            case "SAME_LOWER" -> demandNoPads(site, before + after, unpadded).same(in, false);
            default -> throw site.parameter("auto_pad is unknown", "state the pads");
          };
    }
    return of(windows[0], windows[1]);
  }

  private static Window of(Axis h, Axis w) {
    return new Window(
        (int) h.kernel,
        (int) w.kernel,
        (int) h.stride,
        (int) w.stride,
        (int) h.dilation,
        (int) w.dilation,
        (int) h.before,
        (int) w.before,
        (int) h.after,
        (int) w.after,
        (int) h.out,
        (int) w.out,
        h.clipped || w.clipped);
  }

  private static Axis demandNoPads(NodeSite site, long pads, Axis axis) {
    if (pads != 0) {
      throw site.form("both pads and auto_pad are given", "remove one of them");
    }
    return axis;
  }

  private static long[] attribute(NodeSite site, String name, int axes, long otherwise) {
    long[] ones = new long[axes];
    Arrays.fill(ones, otherwise);
    long[] values = site.integers(name).orElse(ones);
    demand(site, name, values, axes, 1);
    return values;
  }

  private static void demand(NodeSite site, String name, long[] values, int count, long least) {
    if (values.length != count) {
      throw site.shapes(name + " has " + values.length + " elements, not " + count);
    }
    for (long value : values) {
      if (value < least || value > MOST) {
        throw site.parameter(
            name + " has the element " + value, "use numbers from " + least + " to " + MOST);
      }
    }
  }

  /// Windows along one axis.
  private record Axis(
      long kernel, long stride, long dilation, long before, long after, long out, boolean clipped) {
    Axis padded(long before, long after) {
      return new Axis(kernel, stride, dilation, before, after, out, clipped);
    }

    long reach() {
      return dilation * (kernel - 1) + 1;
    }

    /// With `ceil`, a window may begin wherever an element or the padding before them is.
    Axis over(NodeSite site, long in, boolean ceil) {
      long room = in + before + after - reach();
      if (room < 0) {
        throw site.shapes("the window of " + reach() + " does not fit the extent " + in);
      }
      if (!ceil) {
        return new Axis(kernel, stride, dilation, before, after, room / stride + 1, false);
      }
      long windows = (room + stride - 1) / stride + 1;
      windows -= (windows - 1) * stride >= in + before ? 1 : 0;
      long end = Math.max(0, (windows - 1) * stride + reach() - in - before);
      return new Axis(kernel, stride, dilation, before, end, windows, end > after);
    }

    Axis same(long in, boolean upper) {
      long windows = (in + stride - 1) / stride;
      long total = Math.max(0, (windows - 1) * stride + reach() - in);
      long less = total / 2;
      return new Axis(
          kernel,
          stride,
          dilation,
          upper ? less : total - less,
          upper ? total - less : less,
          windows,
          false);
    }
  }
}
