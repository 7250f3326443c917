package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;

/// The bounds that a fused activation gives an operator's codes.
///
/// The bound `f` has the code `zeroPoint + roundHalfAway(fl32(f/scale))`, and under XNNPACK
/// `RNE(fl32(fl32(f/scale) + zeroPoint))`: they differ where `f/scale` is a tie.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc, `CalculateActivationRangeQuantized`; XNNPACK
/// src/subgraph, `xnn_qs8_quantize` of output limits.
record CodeBounds(long lo, long hi) {
  /// No activation.
  static CodeBounds of(IntType type) {
    return new CodeBounds(type.min(), type.max());
  }

  /// The bounds; empty if the activation is none of NONE, RELU, RELU6 and RELU_N1_TO_1.
  static Optional<CodeBounds> of(byte activation, Quantization out, IntType type, boolean xnnpack) {
    return switch (activation) {
      case ActivationFunctionType.NONE -> Optional.of(of(type));
      case ActivationFunctionType.RELU ->
          Optional.of(of(0, Float.POSITIVE_INFINITY, out, type, xnnpack));
      case ActivationFunctionType.RELU6 -> Optional.of(of(0, 6, out, type, xnnpack));
      case ActivationFunctionType.RELU_N1_TO_1 -> Optional.of(of(-1, 1, out, type, xnnpack));
      default -> Optional.empty();
    };
  }

  /// The bounds of the numbers from `least` to `most`.
  static CodeBounds of(float least, float most, Quantization out, IntType type, boolean xnnpack) {
    Codes codes = new Codes(out, type, xnnpack);
    return new CodeBounds(codes.of(least), codes.of(most));
  }

  boolean isWholeOf(IntType type) {
    return lo <= type.min() && hi >= type.max();
  }

  /// The bounds as the last steps of an exact rule.
  List<ExactStep> steps() {
    return List.of(new ExactStep.AtLeast(Rational.of(lo)), new ExactStep.AtMost(Rational.of(hi)));
  }

  /// `clamp(⌊share·v + 1/2⌋ + zeroPoint)`.
  SourceRule halfUp(Rational share, long zeroPoint) {
    List<ExactStep> steps = new ArrayList<>();
    steps.add(new ExactStep.Affine(Surd.of(share), Surd.ZERO));
    steps.add(new ExactStep.Round(Rounding.HALF_UP));
    steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(zeroPoint)));
    steps.addAll(steps());
    return new ExactChain(steps);
  }

  private record Codes(Quantization out, IntType type, boolean xnnpack) {
    long of(float bound) {
      float quotient = bound / out.scale();
      double code =
          xnnpack
              ? Math.rint(quotient + (float) out.zeroPoint())
              : out.zeroPoint() + TfLiteRound.of(quotient);
      return (long) Math.clamp(code, (double) type.min(), (double) type.max());
    }
  }
}
