package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// QBatchNormalization between the quantizers of input and output: `x·Q(s) + Q(β − mean·s)` with
/// `s = γ/√(variance + epsilon)` in float32. Without a center HGQ2 0.2 takes 1 for `β`.
///
/// Source: HGQ2 0.2, hgq/layers/batch_normalization.py.
final class HgqBatchNormReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape shape = site.shape(x);
    int axis = Normalization.axis(site, shape);
    int channels = shape.dim(axis);
    Normalization stored = Normalization.of(site, "vars", channels, 1);
    double[] scale = new double[channels];
    double[] offset = new double[channels];
    for (int c = 0; c < channels; c++) {
      float s = (float) stored.gamma().at(c) / (float) Math.sqrt(stored.spread(c));
      scale[c] = s;
      offset[c] = (float) stored.beta().at(c) - (float) stored.mean().at(c) * s;
    }
    int[] dims = new int[shape.rank()];
    Arrays.fill(dims, 1);
    dims[axis] = channels;
    RealTensor k = quantized(site, "kq", scale, Shape.of(dims));
    RealTensor b = quantized(site, "bq", offset, Shape.of(dims));
    Ref scaled = site.emit("scaled", shape, new RealMultiply(x, site.constant("scale", k)));
    return site.emit("normalized", shape, new RealAdd(scaled, site.constant("offset", b)));
  }

  private static RealTensor quantized(LayerSite site, String name, double[] all, Shape shape)
      throws Refused {
    FloatTensor floats = FloatTensor.of(Shape.of(all.length), FloatType.FLOAT32, all);
    RealTensor q = HgqReader.ofWeights(site, name).weights(site, floats);
    return Kernels.arranged(q, shape, i -> i);
  }
}
