package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// BatchNormalization along the last axis.
///
/// Source: keras/src/layers/normalization/batch_normalization.py.
final class BatchNormalizationReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape shape = site.shape(x);
    JsonNode stated = site.config().path("axis");
    int axis = (stated.isArray() ? stated.path(0) : stated).asInt(-1);
    if (Math.floorMod(axis, Math.max(shape.rank(), 1)) != shape.rank() - 1) {
      throw site.form("a normalization along axis " + axis, "normalize along the last axis");
    }
    int channels = shape.channels();
    List<Integer> perm = new ArrayList<>(List.of(0, shape.rank() - 1));
    List<Integer> back = new ArrayList<>(List.of(0));
    for (int a = 1; a < shape.rank() - 1; a++) {
      perm.add(a);
      back.add(a + 1);
    }
    back.add(1);
    boolean moves = shape.rank() > 2;
    Ref first =
        moves ? site.emit("channels_first", shape.permute(perm), new RealTranspose(x, perm)) : x;
    int place = 0;
    RealTensor gamma =
        site.flag("scale", true) ? stored(site, "gamma", place++, channels) : filled(channels, 1);
    RealTensor beta =
        site.flag("center", true) ? stored(site, "beta", place++, channels) : filled(channels, 0);
    RealTensor mean = stored(site, "moving_mean", place++, channels);
    RealTensor variance = stored(site, "moving_variance", place, channels);
    float epsilon = (float) site.real("epsilon", 1e-3);
    demandPositive(site, variance, epsilon);
    Ref y =
        site.emit(
            "normalized",
            site.shape(first),
            new RealBatchNorm(first, gamma, beta, mean, variance, epsilon));
    return moves ? site.emit("channels_last", shape, new RealTranspose(y, back)) : y;
  }

  private static RealTensor stored(LayerSite site, String name, int index, int channels)
      throws Refused {
    FloatTensor tensor = site.weight(name, "vars/" + index);
    if (!tensor.shape().equals(Shape.of(channels))) {
      throw site.misfit(name + " of shape " + tensor.shape() + " for " + channels + " channels");
    }
    return new RealTensor.Stored(tensor);
  }

  private static void demandPositive(LayerSite site, RealTensor variance, float epsilon)
      throws Refused {
    for (int c = 0; c < variance.shape().size(); c++) {
      boolean positive =
          Float.isFinite(epsilon) && variance.at(c).add(Rational.of((double) epsilon)).signum() > 0;
      if (!positive) {
        throw site.parameter("variance + epsilon of channel " + c + " is not positive");
      }
    }
  }

  private static RealTensor filled(int channels, float value) {
    double[] all = new double[channels];
    Arrays.fill(all, value);
    return new RealTensor.Stored(FloatTensor.of(Shape.of(channels), FloatType.FLOAT32, all));
  }
}
