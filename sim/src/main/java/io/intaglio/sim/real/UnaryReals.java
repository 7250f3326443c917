package io.intaglio.sim.real;

import io.intaglio.ir.net.RealUnary;

/// Functions of one real in double, by `StrictMath`: the same on every machine.
final class UnaryReals {
  private UnaryReals() {}

  static double apply(RealUnary op, double x) {
    double a = op.a();
    double b = op.b();
    return switch (op.kind()) {
      case ABS -> Math.abs(x);
      case CEIL -> Math.ceil(x);
      case ELU -> x >= 0 ? x : a * StrictMath.expm1(x);
      case ERF -> erf(x);
      case EXP -> StrictMath.exp(x);
      case FLOOR -> Math.floor(x);
      case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
      case HARD_SIGMOID -> Math.max(0, Math.min(1, a * x + b));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case LOG -> StrictMath.log(x);
      case ROUND -> Math.rint(x);
      case SELU -> x > 0 ? b * x : b * a * StrictMath.expm1(x);
      case SIGMOID -> sigmoid(x);
      case SIGN -> Math.signum(x);
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SQRT -> Math.sqrt(x);
      case SWISH -> x * sigmoid(x);
      case TANH -> StrictMath.tanh(x);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /// The series `2/√π·Σ (−1)^n·x^(2n+1)/(n!·(2n+1))` near zero, beyond it a continued fraction of
  /// the complement: to some 1e-13 everywhere, far below a float32's last digit.
  private static double erf(double x) {
    double size = Math.abs(x);
    if (size > 6) {
      return Math.signum(x);
    }
    if (size < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; n < 60; n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = 0;
    for (int n = 60; n > 0; n--) {
      fraction = n / 2.0 / (size + fraction);
    }
    double complement = StrictMath.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction);
    return Math.signum(x) * (1 - complement);
  }
}
