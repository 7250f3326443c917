package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.Rational;
import java.util.List;

/// A tensor's affine quantization, as stored: real value = `(code − zeroPoint)·scale`, one scale
/// for the tensor or one for each slice along `axis`.
record Quantization(List<Float> scales, List<Long> zeroPoints, int axis) {
  Quantization {
    scales = List.copyOf(scales);
    zeroPoints = List.copyOf(zeroPoints);
  }

  float scale() {
    return scales.get(0);
  }

  /// The exact scale of a tensor that has one.
  Rational step() {
    return Rational.of((double) scale());
  }

  long zeroPoint() {
    return zeroPoints.isEmpty() ? 0 : zeroPoints.get(0);
  }

  boolean isPerTensor() {
    return scales.size() == 1;
  }
}
