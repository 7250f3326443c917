package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// QConv2DBatchnorm and QDepthwiseConv2DBatchnorm: a convolution whose kernel and bias are folded,
/// then quantized.
///
/// Source: qkeras/qconv2d_batchnorm.py, qdepthwiseconv2d_batchnorm.py.
final class FoldedConvReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    boolean deep = site.kind().startsWith("QDepthwise");
    FloatTensor kernel = deep ? DepthwiseConvReader.kernel(site) : site.weight("kernel", "vars/0");
    Shape shape = kernel.shape();
    if (shape.rank() != 4) {
      throw site.misfit("a kernel " + shape);
    }
    site.demandExtent(deep ? "depth_multiplier" : "filters", "kernel", shape, 3);
    int inner = deep ? shape.dim(3) : 1;
    int channels = shape.dim(deep ? 2 : 3);
    FoldedNormalization fold = FoldedNormalization.of(site, channels);
    RealTensor w =
        WeightQuantizer.quantize(
            site,
            fold.kernel(kernel, inner),
            deep ? "depthwise_quantizer" : "kernel_quantizer",
            true);
    int groups = deep ? channels : site.groups();
    Ref y =
        Convolution.of(
            site, x, deep ? Kernels.depthwise(w) : Kernels.outputsFirst(w), groups, "convolution");
    return Activations.apply(site, fold.addBias(y, inner));
  }
}
