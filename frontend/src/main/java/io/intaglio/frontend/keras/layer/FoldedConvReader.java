package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// QConv2DBatchnorm and QDepthwiseConv2DBatchnorm: in inference the normalization is folded into
/// kernel and bias in float32, and the folded numbers are quantized:
///
/// `inv = gamma·rsqrt(variance + epsilon)`, kernel `Q(inv·w)`, bias `Q(inv·(b − mean) + beta)`.
///
/// TensorFlow's `rsqrt` is not correctly rounded, so a folded number within two ulps of a rounding
/// boundary may be another there; none of the networks measured holds one.
///
/// Source: qkeras/qconv2d_batchnorm.py, qdepthwiseconv2d_batchnorm.py.
final class FoldedConvReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    boolean deep = site.kind().startsWith("QDepthwise");
    FloatTensor kernel = site.weight(deep ? "depthwise_kernel" : "kernel", "vars/0");
    Shape shape = kernel.shape();
    if (shape.rank() != 4) {
      throw site.misfit("a kernel " + shape);
    }
    site.demandExtent(deep ? "depth_multiplier" : "filters", "kernel", shape, 3);
    int inner = deep ? shape.dim(3) : 1;
    int channels = shape.dim(deep ? 2 : 3);
    float[] inverse = inverse(site, channels);
    double[] folded = new double[kernel.size()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = inverse[i / inner % channels] * (float) kernel.at(i);
      if (!Double.isFinite(folded[i])) {
        throw site.parameter("a folded weight is beyond float32");
      }
    }
    RealTensor w =
        WeightQuantizer.quantize(
            site,
            FloatTensor.of(shape, FloatType.FLOAT32, folded),
            deep ? "depthwise_quantizer" : "kernel_quantizer",
            true);
    int groups = deep ? channels : site.groups();
    Ref y =
        Convolution.of(
            site, x, deep ? Kernels.depthwise(w) : Kernels.outputsFirst(w), groups, "convolution");
    RealTensor b =
        WeightQuantizer.quantize(site, bias(site, inverse, inner), "bias_quantizer", false);
    Ref sum = site.emit("sum", site.shape(y), new RealAdd(y, site.constant("bias", b)));
    return Activations.apply(site, sum);
  }

  private static float[] inverse(LayerSite site, int channels) throws Refused {
    FloatTensor variance = statistic(site, "moving_variance", 3, channels);
    float epsilon = (float) site.real("epsilon", 1e-3);
    float[] inverse = new float[channels];
    FloatTensor gamma = site.flag("scale", true) ? statistic(site, "gamma", 0, channels) : null;
    for (int c = 0; c < channels; c++) {
      float spread = (float) variance.at(c) + epsilon;
      if (!(spread > 0)) {
        throw site.parameter("the variance of channel " + c + " is not positive");
      }
      float root = (float) (1 / Math.sqrt(spread));
      inverse[c] = gamma == null ? root : (float) gamma.at(c) * root;
    }
    return inverse;
  }

  private static FloatTensor bias(LayerSite site, float[] inverse, int inner) throws Refused {
    int channels = inverse.length;
    FloatTensor mean = statistic(site, "moving_mean", 2, channels);
    FloatTensor beta = site.flag("center", true) ? statistic(site, "beta", 1, channels) : null;
    FloatTensor bias = site.flag("use_bias", true) ? site.weight("bias", "vars/1") : null;
    double[] all = new double[channels * inner];
    if (bias != null && bias.size() != all.length) {
      throw site.misfit("a bias " + bias.shape() + " for " + all.length + " channels");
    }
    for (int i = 0; i < all.length; i++) {
      int c = i / inner;
      float own = bias == null ? 0 : (float) bias.at(i);
      float moved = inverse[c] * (own - (float) mean.at(c));
      all[i] = beta == null ? moved : moved + (float) beta.at(c);
      if (!Double.isFinite(all[i])) {
        throw site.parameter("a folded bias is beyond float32");
      }
    }
    return FloatTensor.of(Shape.of(all.length), FloatType.FLOAT32, all);
  }

  private static FloatTensor statistic(LayerSite site, String name, int index, int channels)
      throws Refused {
    FloatTensor tensor = site.weight(name, "batchnorm/vars/" + index);
    if (tensor.size() != channels) {
      throw site.misfit(name + " of shape " + tensor.shape() + " for " + channels + " channels");
    }
    return tensor;
  }
}
