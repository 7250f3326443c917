package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `Conv` over one or two axes with a constant kernel; the bias becomes an addition.
final class ConvReader {
  private ConvReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 3);
    Live x = site.live(0);
    ConstantTensor w = site.constant(1, "kernel");
    Operands.demandSameType(site, x, site.input(1));
    Shape kernel = w.shape();
    if (kernel.rank() != x.shape().rank() || kernel.rank() < 3 || kernel.elements() == 0) {
      throw site.shapes("Conv of shapes " + x.shape() + " and " + kernel);
    }
    long[] extents = new long[kernel.rank() - 2];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = kernel.dim(axis + 2);
    }
    long[] stated = site.integers("kernel_shape").orElse(extents);
    if (!Arrays.equals(stated, extents)) {
      throw site.shapes("kernel_shape differs from the kernel's shape " + kernel);
    }
    int groups = groups(site, x.shape().dim(1), kernel);
    Window window = Window.read(site, x.shape(), extents, false);
    Planes planes = Planes.of(site, x, kernel.dim(0), window);
    RealConv conv =
        new RealConv(
            planes.x(),
            kernel(site, w),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight(),
            window.dilationH(),
            window.dilationW(),
            groups);
    RealOp op = conv;
    if (site.has(2)) {
      op = new RealAdd(site.step("product", conv, planes.result()), bias(site, kernel.dim(0)));
    }
    planes.finish(site, op, x.type());
  }

  static int groups(NodeSite site, int channels, Shape kernel) {
    long groups = site.integer("group", 1);
    if (groups < 1
        || kernel.dim(0) % groups != 0
        || kernel.dim(1) * groups != channels
        || groups > channels) {
      throw site.shapes(
          site.operator()
              + " of "
              + channels
              + " channels in "
              + groups
              + " groups with kernel "
              + kernel);
    }
    return (int) groups;
  }

  private static Ref kernel(NodeSite site, ConstantTensor w) {
    Shape given = w.shape();
    if (given.rank() == 4) {
      return site.operand(1);
    }
    Shape plane = Shape.of(given.dim(0), given.dim(1), 1, given.dim(2));
    return site.derivedParameter(1, "plane", w.reshape(plane));
  }

  private static Ref bias(NodeSite site, int channels) {
    ConstantTensor bias = site.constant(2, "bias");
    Operands.demandSameType(site, site.input(0), site.input(2));
    if (!bias.shape().equals(Shape.of(channels))) {
      throw site.shapes("the bias of shape " + bias.shape() + " for " + channels + " channels");
    }
    Shape perChannel = Shape.of(channels, 1, 1);
    return site.derivedParameter(2, "channels", bias.reshape(perChannel));
  }
}
