package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// Dense and QDense: `x·kernel + bias` over the last axis, then the activation.
///
/// Source: keras/src/layers/core/dense.py; qkeras/qlayers.py `QDense`.
final class DenseReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    FloatTensor kernel = site.weight("kernel", "vars/0");
    demandKernel(site, x, kernel.shape());
    RealTensor w = WeightQuantizer.quantize(site, kernel, "kernel_quantizer", true);
    Ref y = product(site, x, w);
    return Activations.apply(site, Bias.add(site, y, 1));
  }

  /// Demands a kernel from the last axis of `x` to the stated units.
  static void demandKernel(LayerSite site, Ref x, Shape kernel) throws Refused {
    Shape in = site.shape(x);
    if (kernel.rank() != 2 || kernel.dim(0) != in.channels()) {
      throw site.misfit("a kernel " + kernel + " for an input " + in);
    }
    site.demandExtent("units", "kernel", kernel, 1);
  }

  /// `x·kernel` over the last axis.
  static Ref product(LayerSite site, Ref x, RealTensor kernel) {
    Shape in = site.shape(x);
    Shape out = in.withDim(in.rank() - 1, kernel.shape().dim(1));
    return site.emit("product", out, new RealMatMul(x, site.constant("kernel", kernel)));
  }
}
