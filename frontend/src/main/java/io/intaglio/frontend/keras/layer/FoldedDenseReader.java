package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;

/// QDenseBatchnorm: `x·kernel + bias` over the last axis, kernel and bias folded, then quantized.
///
/// Source: qkeras-v3, qkeras/qdense_batchnorm.py, `call`.
final class FoldedDenseReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    FloatTensor kernel = site.weight("kernel", "vars/0");
    DenseReader.demandKernel(site, x, kernel.shape());
    FoldedNormalization fold = FoldedNormalization.of(site, kernel.shape().dim(1));
    RealTensor w = WeightQuantizer.quantize(site, fold.kernel(kernel, 1), "kernel_quantizer", true);
    Ref y = DenseReader.product(site, x, w);
    return Activations.apply(site, fold.addBias(y, 1));
  }
}
