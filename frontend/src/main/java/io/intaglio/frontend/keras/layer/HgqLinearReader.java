package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;

/// QDense, QBatchNormDense, QConv1D and QConv2D of HGQ2 between the quantizers of input and output:
/// quantized kernel and bias, the activation. A dense layer works on the last axis, hence on each
/// particle.
///
/// QBatchNormDense of HGQ2 0.2 normalises its inputs: `kernel = Q(γ/√(var + ε)·w)`, and its bias is
/// `Q(b − mean·w)`, without the scale.
///
/// Source: HGQ2 0.2, hgq/layers/core/dense.py, hgq/layers/conv.py.
final class HgqLinearReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    FloatTensor kernel = site.weight("kernel", "vars/0");
    FloatTensor bias = site.flag("use_bias", true) ? site.weight("bias", "vars/1") : null;
    if (site.kind().equals("QBatchNormDense")) {
      FloatTensor stored = kernel;
      if (bias == null) {
        throw site.form("a QBatchNormDense without bias", "give it one");
      }
      kernel = scaled(site, stored);
      bias = shifted(site, stored, bias);
    }
    RealTensor w = HgqReader.ofWeights(site, "kq").weights(site, kernel);
    Ref y = site.kind().contains("Conv") ? convolution(site, x, kernel, w) : dense(site, x, w);
    if (bias != null) {
      Bias.demandChannels(site, bias, site.shape(y));
      RealTensor b = HgqReader.ofWeights(site, "bq").weights(site, bias);
      y = site.emit("sum", site.shape(y), new RealAdd(y, site.constant("bias", b)));
    }
    return Activations.apply(site, y);
  }

  private static Ref dense(LayerSite site, Ref x, RealTensor w) throws Refused {
    DenseReader.demandKernel(site, x, w.shape());
    return DenseReader.product(site, x, w);
  }

  private static Ref convolution(LayerSite site, Ref x, FloatTensor kernel, RealTensor w)
      throws Refused {
    int axes = site.spatialAxes();
    if (kernel.shape().rank() != axes + 2 || !(w instanceof RealTensor.Grid grid)) {
      throw site.parameter("a kernel " + kernel.shape());
    }
    RealTensor image =
        axes == 2
            ? grid
            : new RealTensor.Grid(
                grid.codes().reshape(grid.shape().prepend(1)), grid.step(), grid.zeroPoint());
    return Convolution.of(site, x, Kernels.outputsFirst(image), site.groups(), "convolution");
  }

  /// Mean and variance are the last of the layer's own variables.
  private static FloatTensor statistic(LayerSite site, FloatTensor kernel, int fromEnd)
      throws Refused {
    int count = 0;
    while (site.weights().containsKey("vars/" + count)) {
      count++;
    }
    FloatTensor found = site.weight("a statistic", "vars/" + (count - fromEnd));
    boolean fits = kernel.shape().rank() == 2 && found.size() == kernel.shape().dim(0);
    if (!fits) {
      throw site.parameter("statistics of shape " + found.shape());
    }
    return found;
  }

  private static FloatTensor scaled(LayerSite site, FloatTensor kernel) throws Refused {
    FloatTensor variance = statistic(site, kernel, 1);
    FloatTensor gamma = site.flag("scale", true) ? site.weight("gamma", "vars/2") : null;
    float epsilon = (float) site.real("epsilon", 1e-3);
    int outs = kernel.shape().dim(1);
    double[] all = new double[kernel.size()];
    for (int n = 0; n < all.length; n++) {
      int row = n / outs;
      float spread = (float) variance.at(row) + epsilon;
      Normalization.demandPositive(site, spread, row);
      float root = (float) Math.sqrt(spread);
      float scale = (gamma == null ? 1 : (float) gamma.at(row)) / root;
      all[n] = scale * (float) kernel.at(n);
      if (!Double.isFinite(all[n])) {
        throw site.parameter("a folded weight is beyond float32");
      }
    }
    return FloatTensor.of(kernel.shape(), FloatType.FLOAT32, all);
  }

  private static FloatTensor shifted(LayerSite site, FloatTensor kernel, FloatTensor bias)
      throws Refused {
    FloatTensor mean = statistic(site, kernel, 2);
    int outs = kernel.shape().dim(1);
    Bias.demandChannels(site, bias, kernel.shape());
    double[] all = new double[outs];
    for (int o = 0; o < outs; o++) {
      double sum = 0;
      for (int row = 0; row < mean.size(); row++) {
        sum += mean.at(row) * kernel.at(row * outs + o);
      }
      all[o] = (float) bias.at(o) - (float) sum;
    }
    return FloatTensor.of(bias.shape(), FloatType.FLOAT32, all);
  }
}
