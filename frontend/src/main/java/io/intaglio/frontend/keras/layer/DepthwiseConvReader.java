package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;

/// DepthwiseConv2D and QDepthwiseConv2D: output `c·m + j` is channel `c` under its kernel `j`.
final class DepthwiseConvReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    Ref y = depthwise(site, x, kernel(site));
    return Activations.apply(site, Bias.add(site, y, 1));
  }

  /// The kernel of a depthwise layer, which Keras 3 calls `kernel` in HDF5.
  static FloatTensor kernel(LayerSite site) throws Refused {
    String name = site.weights().containsKey("kernel") ? "kernel" : "depthwise_kernel";
    return site.weight(name, "vars/0");
  }

  static Ref depthwise(LayerSite site, Ref x, FloatTensor kernel) throws Refused {
    int channels = site.shape(x).channels();
    if (kernel.shape().rank() != 4 || kernel.shape().dim(2) != channels) {
      throw site.misfit("a kernel " + kernel.shape() + " for " + channels + " channels");
    }
    site.demandExtent("depth_multiplier", "kernel", kernel.shape(), 3);
    RealTensor w = WeightQuantizer.quantize(site, kernel, "depthwise_quantizer", true);
    return Convolution.of(site, x, Kernels.depthwise(w), channels, "depthwise");
  }
}
