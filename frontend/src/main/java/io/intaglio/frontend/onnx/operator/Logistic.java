package io.intaglio.frontend.onnx.operator;

/// `1/(1 + e^−x)`.
///
/// Source: onnxruntime/core/mlas/lib/logistic.cpp (a quotient of polynomials, with fused
/// multiply-adds).
@SuppressWarnings("FloatingPointLiteralPrecision") // digits as the source has them
final class Logistic {
  private static final float BOUND = 18;
  private static final float[] ODD = {
    4.37031012579801e-11f,
    1.15627324459942e-07f,
    6.08574864600143e-05f,
    8.51377133304701e-03f,
    2.48287947061529e-01f
  };
  private static final float[] EVEN = {
    6.10247389755681e-13f,
    5.76102136993427e-09f,
    6.29106785017040e-06f,
    1.70198817374094e-03f,
    1.16817656904453e-01f,
    9.93151921023180e-01f
  };

  private Logistic() {}

  /// As ONNX Runtime's kernels compute it.
  static float runtime(float x) {
    float v = Math.clamp(x, -BOUND, BOUND);
    float square = v * v;
    return horner(ODD, square) * v / horner(EVEN, square) + 0.5f;
  }

  /// A polynomial by fused multiply-adds, the highest coefficient first.
  static float horner(float[] coefficients, float x) {
    float sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
