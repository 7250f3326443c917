package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// QBatchNormalization between the quantizers of input and output: `x·Q(s) + Q(β − mean·s)` with
/// `s = γ/√(variance + epsilon)` in float32. Without a center HGQ2 0.2 takes 1 for `β`.
///
/// Source: HGQ2 0.2, hgq/layers/batch_normalization.py.
final class HgqBatchNormReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape shape = site.shape(x);
    JsonNode stated = site.config().path("axis");
    int axis = (stated.isArray() ? stated.path(0) : stated).asInt(-1);
    axis = axis < 0 ? axis + shape.rank() : axis;
    if (axis < 1 || axis >= shape.rank()) {
      throw site.parameter("there is no axis " + axis + " to normalize along");
    }
    int channels = shape.dim(axis);
    int place = 0;
    FloatTensor gamma = site.flag("scale", true) ? stored(site, "gamma", place++, channels) : null;
    FloatTensor beta = site.flag("center", true) ? stored(site, "beta", place++, channels) : null;
    FloatTensor mean = stored(site, "moving_mean", place++, channels);
    FloatTensor variance = stored(site, "moving_variance", place, channels);
    float epsilon = (float) site.real("epsilon", 1e-3);
    double[] scale = new double[channels];
    double[] offset = new double[channels];
    for (int c = 0; c < channels; c++) {
      float root = (float) Math.sqrt((float) variance.at(c) + epsilon);
      float s = (gamma == null ? 1f : (float) gamma.at(c)) / root;
      scale[c] = s;
      offset[c] = (beta == null ? 1f : (float) beta.at(c)) - (float) mean.at(c) * s;
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

  private static FloatTensor stored(LayerSite site, String name, int index, int channels)
      throws Refused {
    FloatTensor tensor = site.weight(name, "vars/" + index);
    if (!tensor.shape().equals(Shape.of(channels))) {
      throw site.parameter(name + " of shape " + tensor.shape() + " for " + channels + " channels");
    }
    return tensor;
  }
}
