package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// The bias of a linear layer, added along the last axis.
final class Bias {
  private Bias() {}

  /// @param index which of the layer's tensors it is in files of Keras 3
  static Ref add(LayerSite site, Ref y, int index) throws Refused {
    if (!site.flag("use_bias", true)) {
      return y;
    }
    FloatTensor bias = site.weight("bias", "vars/" + index);
    demandChannels(site, bias, site.shape(y));
    RealTensor b = WeightQuantizer.quantize(site, bias, "bias_quantizer", false);
    return site.emit("sum", site.shape(y), new RealAdd(y, site.constant("bias", b)));
  }

  static void demandChannels(LayerSite site, FloatTensor bias, Shape shape) throws Refused {
    if (!bias.shape().equals(Shape.of(shape.channels()))) {
      throw site.misfit("a bias " + bias.shape() + " for " + shape.channels() + " channels");
    }
  }
}
