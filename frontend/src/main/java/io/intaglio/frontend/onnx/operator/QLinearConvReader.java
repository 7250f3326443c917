package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `QLinearConv` over one or two axes: the sum of products of codes less their zero points,
/// an int32 bias in units of that sum, and one requantization. Inputs: `x`, its scale and zero
/// point, `w`, its scales and zero points (one, or one a channel), the result's scale and zero
/// point, the bias.
///
/// Source: ONNX operators, QLinearConv 10;
/// onnxruntime/core/providers/cpu/quantization/qlinearconv.cc.
final class QLinearConvReader {
  private QLinearConvReader() {}

  static void read(NodeSite site) {
    site.demandInputs(8, 9);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    QuantizedTensor w = QuantizedTensor.read(site, 3);
    Parameters y = QuantizedTensor.result(site, 6, 7, x.type());
    site.demandLive(0);
    IntTensor codes = w.codes("kernel");
    Shape kernel = w.shape();
    Convolution convolution = Convolution.read(site, x, kernel);
    int channels = kernel.dim(0);
    if (w.parameters().count() != 1 && w.parameters().count() != channels) {
      throw site.shapes(w.parameters().count() + " kernel scales for " + channels + " channels");
    }
    Shape perChannel = Shape.of(channels, 1, 1);
    RationalTensor step = Requantization.accumulator(x.parameters(), w.parameters(), perChannel);
    Ref sum = convolution.sum(w, codes);
    if (site.has(8)) {
      Shape bias = site.input(8).shape();
      if (site.input(8).type() != ElementType.INT32 || !bias.equals(Shape.of(channels))) {
        throw site.shapes("the bias of shape " + bias + " for " + channels + " channels");
      }
      Ref b = IntegerBias.parameter(site, 8, perChannel, step);
      sum = site.step("acc", new RealAdd(sum, b), convolution.planes().result());
    }
    convolution
        .planes()
        .finish(
            site,
            Requantization.of(
                sum,
                step,
                perChannel,
                Requantization.linear(site, 1, x.parameters(), w.parameters(), y),
                y),
            y.type(),
            y.grid());
  }

  /// The window of a convolution of codes and what it slides over.
  record Convolution(NodeSite site, Planes planes, Window window, int groups) {
    static Convolution read(NodeSite site, QuantizedTensor x, Shape kernel) {
      if (kernel.rank() != x.shape().rank() || kernel.rank() < 3 || kernel.elements() == 0) {
        throw site.shapes(site.operator() + " of shapes " + x.shape() + " and " + kernel);
      }
      long[] extents = new long[kernel.rank() - 2];
      for (int axis = 0; axis < extents.length; axis++) {
        extents[axis] = kernel.dim(axis + 2);
      }
      long[] stated = site.integers("kernel_shape").orElse(extents);
      if (!Arrays.equals(stated, extents)) {
        throw site.shapes("kernel_shape differs from the kernel's shape " + kernel);
      }
      int groups = ConvReader.groups(site, x.shape().dim(1), kernel);
      Window window = Window.read(site, x.shape(), extents, false);
      Live live = new Live(x.real().name(), x.shape(), x.type());
      return new Convolution(site, Planes.of(site, live, kernel.dim(0), window), window, groups);
    }

    Ref sum(QuantizedTensor w, IntTensor codes) {
      Shape given = w.shape();
      Shape plane =
          given.rank() == 4 ? given : Shape.of(given.dim(0), given.dim(1), 1, given.dim(2));
      RealConv conv =
          new RealConv(
              planes.x(),
              QuantizedTensor.parameter(site, w.input(), codes, plane, w, 0),
              window.strideH(),
              window.strideW(),
              window.padTop(),
              window.padLeft(),
              window.padBottom(),
              window.padRight(),
              window.dilationH(),
              window.dilationW(),
              groups);
      return site.step("product", conv, planes.result());
    }
  }
}
