package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;

/// Conv1D, Conv2D, QConv1D and QConv2D.
///
/// Source: keras/src/layers/convolutional/base_conv.py; qkeras/qconvolutional.py.
final class ConvReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    int axes = site.spatialAxes();
    if (site.config().hasNonNull("mask")) {
      throw site.form(
          site.kind() + " with a mask over its kernel", "multiply the mask into the weights");
    }
    Ref x = site.x();
    FloatTensor kernel = site.weight("kernel", "vars/0");
    if (kernel.shape().rank() != axes + 2) {
      throw site.misfit("a kernel " + kernel.shape());
    }
    site.demandExtent("filters", "kernel", kernel.shape(), axes + 1);
    RealTensor w = WeightQuantizer.quantize(site, Kernels.image(kernel), "kernel_quantizer", true);
    Ref y = Convolution.of(site, x, Kernels.outputsFirst(w), site.groups(), "convolution");
    return Activations.apply(site, Bias.add(site, y, 1));
  }
}
