package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// The stored numbers of a batch normalization, each a float32 vector with one element a channel:
/// `gamma·(x − mean)/√(variance + epsilon) + beta`, with positive sums under the root.
record Normalization(
    FloatTensor gamma, FloatTensor beta, FloatTensor mean, FloatTensor variance, float epsilon) {
  private static final double EPSILON = 1e-3;

  /// @param place where files of Keras 3 have the tensors, as `batchnorm/vars`; they number those
  ///     that there are
  /// @param noBeta what stands for `beta` where `center` is off; for `gamma` it is 1
  static Normalization of(LayerSite site, String place, int channels, double noBeta)
      throws Refused {
    int next = 0;
    FloatTensor gamma =
        site.flag("scale", true)
            ? stored(site, "gamma", place + "/" + next++, channels)
            : filled(channels, 1);
    FloatTensor beta =
        site.flag("center", true)
            ? stored(site, "beta", place + "/" + next++, channels)
            : filled(channels, noBeta);
    FloatTensor mean = stored(site, "moving_mean", place + "/" + next++, channels);
    FloatTensor variance = stored(site, "moving_variance", place + "/" + next, channels);
    float epsilon = (float) site.real("epsilon", EPSILON);
    Normalization all = new Normalization(gamma, beta, mean, variance, epsilon);
    for (int c = 0; c < channels; c++) {
      demandPositive(site, all.spread(c), c);
    }
    return all;
  }

  /// The axis that a layer normalizes along.
  static int axis(LayerSite site, Shape shape) throws Refused {
    JsonNode stated = site.config().path("axis");
    int axis = (stated.isArray() ? stated.path(0) : stated).asInt(-1);
    int counted = axis < 0 ? axis + shape.rank() : axis;
    if (counted < 1 || counted >= shape.rank()) {
      throw site.parameter("there is no axis " + axis + " to normalize along");
    }
    return counted;
  }

  /// Demands that a root of `variance + epsilon` can be divided by.
  static void demandPositive(LayerSite site, float spread, int channel) throws Refused {
    if (!(spread > 0) || Float.isInfinite(spread)) {
      throw site.parameter("variance + epsilon of channel " + channel + " is not positive");
    }
  }

  private static FloatTensor stored(LayerSite site, String name, String place, int channels)
      throws Refused {
    FloatTensor tensor = site.weight(name, place);
    if (!tensor.shape().equals(Shape.of(channels))) {
      throw site.misfit(name + " of shape " + tensor.shape() + " for " + channels + " channels");
    }
    return tensor;
  }

  private static FloatTensor filled(int channels, double value) {
    double[] all = new double[channels];
    Arrays.fill(all, value);
    return FloatTensor.of(Shape.of(channels), FloatType.FLOAT32, all);
  }

  /// `variance + epsilon` in float32.
  float spread(int channel) {
    return (float) variance.at(channel) + epsilon;
  }
}
