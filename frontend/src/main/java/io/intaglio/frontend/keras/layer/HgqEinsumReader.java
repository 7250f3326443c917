package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// QEinsumDense and QEinsumDenseBatchnorm between the quantizers of input and output.
///
/// The normalization is along the axes of the bias and folded in float32 before kernel and bias are
/// quantized: kernel `Q(w·s)`, bias `Q(b − mean·s)` with `s = γ/√(variance + 1e-7)`. That constant
/// is Keras's own; HGQ2 0.2 does not read the layer's `epsilon`. A file says neither that there is
/// no scale nor that the axes are others: HGQ2 does not store it, nor reads such files.
///
/// Source: HGQ2 0.2, hgq/layers/core/einsum_dense.py, einsum_dense_batchnorm.py.
final class HgqEinsumReader implements LayerReader {
  private static final float EPSILON = 1e-7f;

  @Override
  public Ref read(LayerSite site) throws Refused {
    FloatTensor kernel = site.weight("kernel", "vars/0");
    FloatTensor bias = EinsumDenseReader.hasBias(site) ? site.weight("bias", "vars/1") : null;
    if (site.kind().equals("QEinsumDenseBatchnorm")) {
      if (bias == null) {
        throw site.form("a QEinsumDenseBatchnorm without bias_axes", "give it bias_axes");
      }
      Norm norm = norm(site, bias);
      kernel = scaled(site, kernel, norm);
      bias = moved(bias, norm);
    }
    Ref y = EinsumDenseReader.product(site, HgqReader.ofWeights(site, "kq").weights(site, kernel));
    if (bias != null) {
      y = EinsumDenseReader.biased(site, y, HgqReader.ofWeights(site, "bq").weights(site, bias));
    }
    return Activations.apply(site, y);
  }

  /// Statistics, by the axes of the output that are normalized along.
  @SuppressWarnings("ArrayRecordComponent")
  private record Norm(Shape shape, float[] scale, float[] mean) {}

  private static Norm norm(LayerSite site, FloatTensor bias) throws Refused {
    FloatTensor gamma = site.weight("gamma", "vars/2");
    int last = 0;
    while (site.weights().containsKey("vars/" + (last + 1))) {
      last++;
    }
    FloatTensor mean = site.weight("moving_mean", "vars/" + (last - 1));
    FloatTensor variance = site.weight("moving_variance", "vars/" + last);
    boolean fit =
        last >= 4
            && gamma.size() == bias.size()
            && mean.shape().equals(gamma.shape())
            && variance.shape().equals(gamma.shape());
    if (!fit) {
      throw site.parameter(
          "statistics of shape " + variance.shape() + " for a bias " + bias.shape());
    }
    float[] scale = new float[gamma.size()];
    float[] means = new float[scale.length];
    for (int n = 0; n < scale.length; n++) {
      float spread = (float) variance.at(n) + EPSILON;
      Normalization.demandPositive(site, spread, n);
      float root = (float) Math.sqrt(spread);
      scale[n] = (float) gamma.at(n) / root;
      means[n] = (float) mean.at(n);
    }
    return new Norm(gamma.shape(), scale, means);
  }

  /// The statistics meet the kernel's axes of these letters in the kernel's order, whatever the
  /// order of the output.
  private static FloatTensor scaled(LayerSite site, FloatTensor kernel, Norm norm) throws Refused {
    String equation = site.text("equation", "").replace(" ", "");
    String axes = equation.substring(equation.indexOf(',') + 1, equation.indexOf("->"));
    String along = Einsum.those(axes, site.text("bias_axes", ""), "");
    Shape shape = kernel.shape();
    int[] strides = norm.shape().strides();
    int[] steps = new int[shape.rank()];
    boolean fits = axes.length() == shape.rank() && along.length() == norm.shape().rank();
    for (int n = 0; fits && n < along.length(); n++) {
      int axis = axes.indexOf(along.charAt(n));
      steps[axis] = strides[n];
      fits = shape.dim(axis) == norm.shape().dim(n);
    }
    if (!fits) {
      throw site.parameter("statistics of shape " + norm.shape() + " for a kernel " + shape);
    }
    int[] index = shape.gather(0, steps);
    double[] all = new double[kernel.size()];
    for (int n = 0; n < all.length; n++) {
      all[n] = (float) kernel.at(n) * norm.scale()[index[n]];
    }
    return FloatTensor.of(shape, FloatType.FLOAT32, all);
  }

  private static FloatTensor moved(FloatTensor bias, Norm norm) {
    double[] all = new double[bias.size()];
    for (int n = 0; n < all.length; n++) {
      all[n] = (float) bias.at(n) + -norm.mean()[n] * norm.scale()[n];
    }
    return FloatTensor.of(bias.shape(), FloatType.FLOAT32, all);
  }
}
