package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// A convolution of a tensor with the channel last.
final class Convolution {
  private Convolution() {}

  /// @param w `[O, C/groups, kH, kW]`
  static Ref of(LayerSite site, Ref x, RealTensor w, int groups, String what) throws Refused {
    if (groups < 1) {
      throw site.parameter(groups + " groups");
    }
    int rank = site.shape(x).rank();
    Ref image = Images.enter(site, x);
    Shape in = site.shape(image);
    Window window = Window.of(site, in, rank - 2, "kernel_size");
    Shape kernel = w.shape();
    boolean fits =
        kernel.dim(2) == window.kernelH()
            && kernel.dim(3) == window.kernelW()
            && (long) kernel.dim(1) * groups == in.dim(1)
            && kernel.dim(0) % groups == 0;
    if (!fits) {
      throw site.misfit("a kernel " + kernel + " in " + groups + " groups for " + in);
    }
    RealConv conv =
        new RealConv(
            image,
            site.constant(what + "_kernel", w),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight(),
            window.dilationH(),
            window.dilationW(),
            groups);
    Ref y = site.emit(what, Shape.of(1, kernel.dim(0), window.outH(), window.outW()), conv);
    return Images.leave(site, y, rank);
  }
}
