package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import java.util.Optional;

/// ReLU with an upper bound and a slope, and LeakyReLU.
///
/// Source: keras/src/layers/activations/relu.py, leaky_relu.py (`alpha` in Keras 2).
final class ReluReader implements LayerReader {
  private static final double LEAKY_SLOPE = 0.3;

  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    boolean leaky = site.kind().equals("LeakyReLU");
    float slope = (float) site.real("negative_slope", site.real("alpha", leaky ? LEAKY_SLOPE : 0));
    if (slope < 0 || Float.isInfinite(slope) || site.real("threshold", 0) != 0) {
      throw site.form(
          site.kind() + " with the slope " + slope + " or a threshold",
          "use no slope below zero and no threshold");
    }
    Ref y =
        site.emit(
            "relu", site.shape(x), slope == 0 ? new RealRelu(x) : new RealLeakyRelu(x, slope));
    double most = site.real("max_value", Double.POSITIVE_INFINITY);
    return Double.isInfinite(most)
        ? y
        : site.emit(
            "bounded",
            site.shape(x),
            new RealClip(y, Optional.empty(), Optional.of(Rational.of((double) (float) most))));
  }
}
