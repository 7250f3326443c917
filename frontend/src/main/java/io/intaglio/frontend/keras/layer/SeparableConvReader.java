package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// SeparableConv2D and QSeparableConv2D: a depthwise convolution, then one of single points.
final class SeparableConvReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    Ref deep = DepthwiseConvReader.depthwise(site, x, site.weight("depthwise_kernel", "vars/0"));
    FloatTensor points = site.weight("pointwise_kernel", "vars/1");
    Shape in = site.shape(deep);
    Shape kernel = points.shape();
    boolean fits =
        kernel.rank() == 4
            && kernel.dim(0) == 1
            && kernel.dim(1) == 1
            && kernel.dim(2) == in.channels();
    if (!fits) {
      throw site.misfit("a kernel " + kernel + " for " + in);
    }
    site.demandExtent("filters", "kernel", kernel, 3);
    RealTensor w =
        WeightQuantizer.quantize(
            site,
            points.reshape(Shape.of(kernel.dim(2), kernel.dim(3))),
            "pointwise_quantizer",
            true);
    Ref y =
        site.emit(
            "pointwise",
            in.withDim(3, kernel.dim(3)),
            new RealMatMul(deep, site.constant("pointwise_kernel", w)));
    return Activations.apply(site, Bias.add(site, y, 2));
  }
}
