package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;

/// How MUL requantizes `(q1 − z1)·(q2 − z2)`: in fixed point by
/// `double(s1)·double(s2)/double(s_out)` in the interpreter for microcontrollers and by
/// `fl32(fl32(s1·s2)/s_out)` in TFLite, in float32 by that number in XNNPACK.
///
/// Source: tensorflow/lite/micro/kernels/mul_common.cc; tensorflow/lite/kernels/mul.cc; XNNPACK
/// src/operators/binary-elementwise-nd.c.
final class MulRule {
  /// The smallest and largest factor that XNNPACK takes, the latter excluded.
  private static final float LEAST_FACTOR = 0x1p-16f;

  private static final float FACTOR_END = 0x1p8f;

  private MulRule() {}

  static SourceRule of(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    float single = a.scale() * b.scale() / out.scale();
    boolean words = site.codeType(site.output()).bits() == 16;
    return switch (site.profile()) {
      case TFLM ->
          site.requantization(
              (double) a.scale() * (double) b.scale() / (double) out.scale(),
              out.zeroPoint(),
              bounds);
      case REFERENCE, SINGLE -> site.requantization(single, out.zeroPoint(), bounds);
      case XNNPACK -> {
        if (words) {
          yield site.requantization(single, out.zeroPoint(), bounds);
        }
        if (!(single >= LEAST_FACTOR && single < FACTOR_END)) {
          throw site.unfit(single);
        }
        yield new Float32Multiply(single, out.zeroPoint(), bounds.lo(), bounds.hi());
      }
    };
  }
}
