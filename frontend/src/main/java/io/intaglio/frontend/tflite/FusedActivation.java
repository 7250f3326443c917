package io.intaglio.frontend.tflite;

import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;

/// The bounds that a fused activation gives int8 codes: the bound's own code
/// `zeroPoint + roundHalfAway(fl32(bound/scale))`, inside −128..127.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc, `CalculateActivationRangeQuantized`.
record FusedActivation(long lo, long hi) {

  /// The bounds; empty if the activation is none of NONE, RELU, RELU6 and RELU_N1_TO_1.
  static Optional<FusedActivation> of(byte activation, float scale, long zeroPoint) {
    return switch (activation) {
      case ActivationFunctionType.NONE -> Optional.of(new FusedActivation(-128, 127));
      case ActivationFunctionType.RELU -> Optional.of(between(0, Float.NaN, scale, zeroPoint));
      case ActivationFunctionType.RELU6 -> Optional.of(between(0, 6, scale, zeroPoint));
      case ActivationFunctionType.RELU_N1_TO_1 -> Optional.of(between(-1, 1, scale, zeroPoint));
      default -> Optional.empty();
    };
  }

  private static FusedActivation between(float least, float most, float scale, long zeroPoint) {
    long hi = Float.isNaN(most) ? 127 : code(most, scale, zeroPoint);
    return new FusedActivation(
        Math.clamp(code(least, scale, zeroPoint), -128, 127), Math.clamp(hi, -128, 127));
  }

  private static long code(float bound, float scale, long zeroPoint) {
    double quotient = bound / scale;
    double size = Math.floor(Math.abs(quotient) + 0.5);
    // Beyond every code the exact number no longer matters.
    long rounded = (long) Math.min(size, 1 << 20);
    return zeroPoint + (quotient < 0 ? -rounded : rounded);
  }
}
