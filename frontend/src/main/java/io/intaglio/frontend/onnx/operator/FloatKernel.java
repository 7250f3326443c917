package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary.Kind;
import java.util.Optional;

/// ONNX Runtime's float32 kernels of one operand, where they are one expression or a polynomial of
/// stated order. Other functions depend on the math library it was built with.
///
/// Source: onnxruntime/core/providers/cpu/activation/activations.h (Eigen expressions without
/// fused multiply-adds); onnxruntime/core/mlas/lib/tanh.cpp (with them).
@SuppressWarnings("FloatingPointLiteralPrecision") // digits as the source has them
final class FloatKernel {
  private static final float TANH_BOUND = 9;
  private static final float[] TANH_ODD = {
    -2.76076847742355e-16f,
    2.00018790482477e-13f,
    -8.60467152213735e-11f,
    5.12229709037114e-08f,
    1.48572235717979e-05f,
    6.37261928875436e-04f,
    4.89352455891786e-03f
  };
  private static final float[] TANH_EVEN = {
    1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f
  };

  private static final float SIXTH = 1f / 6;

  private FloatKernel() {}

  /// The kernel of a function with parameters `a` and `b`; none if it is not known.
  static Optional<CodeTable.Real> of(Kind kind, float a, float b) {
    return switch (kind) {
      case ABS -> Optional.of(Math::abs);
      case CEIL -> Optional.of(x -> (float) Math.ceil(x));
      case FLOOR -> Optional.of(x -> (float) Math.floor(x));
      case ROUND -> Optional.of(x -> (float) Math.rint(x));
      case SIGN -> Optional.of(Math::signum);
      case SQRT -> Optional.of(x -> (float) Math.sqrt(x));
      case HARD_SIGMOID -> Optional.of(x -> hardSigmoid(x, a, b));
      case HARD_SWISH -> Optional.of(x -> x * hardSigmoid(x, SIXTH, 0.5f));
      case SIGMOID -> Optional.of(Logistic::runtime);
      case TANH -> Optional.of(FloatKernel::tanh);
      case ELU, ERF, EXP, GELU, LOG, SELU, SOFTPLUS, SOFTSIGN, SWISH -> Optional.empty();
    };
  }

  private static float hardSigmoid(float x, float a, float b) {
    float product = a * x;
    return Math.max(0, Math.min(1, product + b));
  }

  private static float tanh(float x) {
    float v = Math.clamp(x, -TANH_BOUND, TANH_BOUND);
    float square = v * v;
    return Logistic.horner(TANH_ODD, square) * v / Logistic.horner(TANH_EVEN, square);
  }
}
