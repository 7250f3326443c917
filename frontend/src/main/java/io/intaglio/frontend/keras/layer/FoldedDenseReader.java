package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// QDenseBatchnorm: `x·kernel + bias` over the last axis, kernel and bias folded, then quantized.
///
/// Source: qkeras-v3, qkeras/qdense_batchnorm.py, `call`.
final class FoldedDenseReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    FloatTensor kernel = site.weight("kernel", "vars/0");
    Shape in = site.shape(x);
    if (kernel.shape().rank() != 2 || kernel.shape().dim(0) != in.channels()) {
      throw site.misfit("a kernel " + kernel.shape() + " for an input " + in);
    }
    site.demandExtent("units", "kernel", kernel.shape(), 1);
    FoldedNormalization fold = FoldedNormalization.of(site, kernel.shape().dim(1));
    RealTensor w = WeightQuantizer.quantize(site, fold.kernel(kernel, 1), "kernel_quantizer", true);
    Shape out = in.withDim(in.rank() - 1, kernel.shape().dim(1));
    Ref y = site.emit("product", out, new RealMatMul(x, site.constant("kernel", w)));
    return Activations.apply(site, fold.addBias(y, 1));
  }
}
