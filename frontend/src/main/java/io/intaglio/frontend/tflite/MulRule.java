package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import java.util.function.LongUnaryOperator;

/// How MUL requantizes `(q1 − z1)·(q2 − z2)`: in fixed point by
/// `double(s1)·double(s2)/double(s_out)` in the interpreter for microcontrollers and by
/// `fl32(fl32(s1·s2)/s_out)` in TFLite, in float32 by that number in XNNPACK.
///
/// Source: tensorflow/lite/micro/kernels/mul_common.cc; tensorflow/lite/kernels/mul.cc; XNNPACK
/// src/operators/binary-elementwise-nd.c.
final class MulRule {
  private MulRule() {}

  static SourceRule of(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    float single = a.scale() * b.scale() / out.scale();
    return switch (site.profile()) {
      case TFLM ->
          site.requantization(
              (double) a.scale() * (double) b.scale() / (double) out.scale(),
              out.zeroPoint(),
              bounds);
      case REFERENCE, SINGLE, XNNPACK -> site.requantization(single, out.zeroPoint(), bounds);
    };
  }

  /// In XNNPACK.
  static SourceRule delegated(Quantization a, Quantization b, Quantization out, CodeBounds bounds) {
    float single = a.scale() * b.scale() / out.scale();
    return new Float32Multiply(single, out.zeroPoint(), bounds.lo(), bounds.hi());
  }

  /// In XNNPACK, of a tensor by itself: a square of float32, with the zero point before rounding.
  ///
  /// Source: XNNPACK src/subgraph.c `optimize_common_subgraphs_mul_to_sqr`,
  /// src/reference/unary-elementwise.cc `SquareOp`.
  static LongUnaryOperator squared(Quantization in, Quantization out, CodeBounds bounds) {
    float inverse = 1 / out.scale();
    return q -> {
      float x = ((float) q - in.zeroPoint()) * in.scale();
      float y = x * x * inverse + out.zeroPoint();
      return (long) Math.clamp(Math.rint((double) y), (double) bounds.lo(), (double) bounds.hi());
    };
  }
}
