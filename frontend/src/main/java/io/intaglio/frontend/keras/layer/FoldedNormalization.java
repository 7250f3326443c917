package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// The batch normalization of QKeras's layers named `…Batchnorm`. In inference it is folded into
/// kernel and bias in float32, and the folded numbers are quantized:
///
/// `inv = gamma·rsqrt(variance + epsilon)`, kernel `Q(inv·w)`, bias `Q(inv·(b − mean) + beta)`,
/// without `gamma` where `scale` is off.
///
/// TensorFlow's `rsqrt`, which it also makes of `1/sqrt`, is not correctly rounded, so a folded
/// number within two ulps of a rounding boundary may be another there; none of the networks
/// measured holds one.
///
/// Source: qkeras/qconv2d_batchnorm.py, `call`.
final class FoldedNormalization {
  private final LayerSite site;
  private final float[] inverse;
  private final FloatTensor mean;
  private final FloatTensor beta;

  private FoldedNormalization(LayerSite site, float[] inverse, FloatTensor mean, FloatTensor beta) {
    this.site = site;
    this.inverse = inverse;
    this.mean = mean;
    this.beta = beta;
  }

  static FoldedNormalization of(LayerSite site, int channels) throws Refused {
    if (!site.flag("center", true)) {
      throw site.form(
          site.kind() + " with center off, which QKeras itself does not compute",
          "leave center on, with a beta of zeros");
    }
    Normalization stored = Normalization.of(site, "batchnorm/vars", channels, 0);
    float[] inverse = new float[channels];
    for (int c = 0; c < channels; c++) {
      float root = (float) (1 / Math.sqrt(stored.spread(c)));
      inverse[c] = (float) stored.gamma().at(c) * root;
    }
    return new FoldedNormalization(site, inverse, stored.mean(), stored.beta());
  }

  /// The kernel folded.
  ///
  /// @param inner elements of the kernel that share a channel, one after the other
  FloatTensor kernel(FloatTensor kernel, int inner) throws Refused {
    double[] folded = new double[kernel.size()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = inverse[i / inner % inverse.length] * (float) kernel.at(i);
      if (!Double.isFinite(folded[i])) {
        throw site.parameter("a folded weight is beyond float32");
      }
    }
    return FloatTensor.of(kernel.shape(), FloatType.FLOAT32, folded);
  }

  /// Adds the folded bias, quantized.
  ///
  /// @param inner as in [#kernel]
  Ref addBias(Ref y, int inner) throws Refused {
    RealTensor b = WeightQuantizer.quantize(site, bias(inner), "bias_quantizer", false);
    return site.emit("sum", site.shape(y), new RealAdd(y, site.constant("bias", b)));
  }

  private FloatTensor bias(int inner) throws Refused {
    FloatTensor bias = site.flag("use_bias", true) ? site.weight("bias", "vars/1") : null;
    double[] all = new double[inverse.length * inner];
    if (bias != null && bias.size() != all.length) {
      throw site.misfit("a bias " + bias.shape() + " for " + all.length + " channels");
    }
    for (int i = 0; i < all.length; i++) {
      int c = i / inner;
      float own = bias == null ? 0 : (float) bias.at(i);
      float moved = inverse[c] * (own - (float) mean.at(c));
      all[i] = moved + (float) beta.at(c);
      if (!Double.isFinite(all[i])) {
        throw site.parameter("a folded bias is beyond float32");
      }
    }
    return FloatTensor.of(Shape.of(all.length), FloatType.FLOAT32, all);
  }
}
