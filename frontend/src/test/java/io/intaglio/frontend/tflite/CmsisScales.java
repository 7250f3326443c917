package io.intaglio.frontend.tflite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// float32 scales of a layer whose fixed-point multipliers are known:
/// `double(in)·double(weights[c])/double(out)` becomes each of them.
///
/// Multipliers have 31 bits and scales 24, so with given `in/out` one channel in 128 has a scale.
/// All channels have one where the multipliers were made from scales; the mantissa of the first
/// weight scale then leads to the others.
record CmsisScales(float in, float out, List<Float> weights) {
  private static final int FIRST = 1 << 23;
  private static final double CLOSE = 0x1p-28;

  /// The scales, or empty if there are none.
  static Optional<CmsisScales> of(List<FixedPointMultiplier> multipliers) {
    double[] factors =
        multipliers.stream()
            .mapToDouble(m -> Math.scalb((double) m.multiplier(), m.shift() - 31))
            .toArray();
    for (int mantissa = FIRST; mantissa < 2 * FIRST; mantissa++) {
      double ratio = factors[0] / mantissa;
      if (areNear(factors, ratio)) {
        Optional<CmsisScales> scales = of(multipliers, factors, ratio);
        if (scales.isPresent()) {
          return scales;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean areNear(double[] factors, double ratio) {
    for (int c = 1; c < factors.length; c++) {
      double scale = factors[c] / ratio;
      if (Math.abs((float) scale - scale) > scale * CLOSE) {
        return false;
      }
    }
    return true;
  }

  /// Narrows `in/out` to what every channel allows.
  private static Optional<CmsisScales> of(
      List<FixedPointMultiplier> multipliers, double[] factors, double ratio) {
    List<Float> weights = new ArrayList<>();
    double least = 0;
    double most = Double.MAX_VALUE;
    for (int c = 0; c < factors.length; c++) {
      float weight = (float) (factors[c] / ratio);
      weights.add(weight);
      double half = 0.5 / multipliers.get(c).multiplier();
      least = Math.max(least, factors[c] / weight * (1 - half));
      most = Math.min(most, factors[c] / weight * (1 + half));
    }
    if (least >= most) {
      return Optional.empty();
    }
    float unit = Math.scalb(1f, -Math.getExponent(ratio));
    for (int step = 0; step < FIRST / 16; step++) {
      float out = unit * (1 + Math.scalb((float) step, -23));
      CmsisScales scales = new CmsisScales((float) ((least + most) / 2 * out), out, weights);
      if (scales.give(multipliers)) {
        return Optional.of(scales);
      }
    }
    return Optional.empty();
  }

  private boolean give(List<FixedPointMultiplier> multipliers) {
    for (int c = 0; c < weights.size(); c++) {
      double factor = (double) in * (double) weights.get(c) / (double) out;
      if (!FixedPointMultiplier.of(factor).equals(Optional.of(multipliers.get(c)))) {
        return false;
      }
    }
    return true;
  }
}
