package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// EinsumDense: a tensor times a kernel by an equation, plus a bias that is stored in the shape in
/// which it broadcasts.
///
/// Source: keras/src/layers/core/einsum_dense.py.
final class EinsumDenseReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    FloatTensor kernel = site.weight("kernel", "vars/0");
    Ref y = product(site, new RealTensor.Stored(kernel));
    if (hasBias(site)) {
      y = biased(site, y, new RealTensor.Stored(site.weight("bias", "vars/1")));
    }
    return Activations.apply(site, y);
  }

  static boolean hasBias(LayerSite site) {
    return site.config().path("bias_axes").isString();
  }

  static Ref product(LayerSite site, RealTensor kernel) throws Refused {
    return KernelContraction.of(site, site.x(), kernel, site.text("equation", ""));
  }

  static Ref biased(LayerSite site, Ref y, RealTensor bias) throws Refused {
    Shape shape = site.shape(y);
    if (!bias.shape().broadcastsTo(shape)) {
      throw site.parameter("a bias " + bias.shape() + " for " + shape);
    }
    return site.emit("sum", shape, new RealAdd(y, site.constant("bias", bias)));
  }
}
