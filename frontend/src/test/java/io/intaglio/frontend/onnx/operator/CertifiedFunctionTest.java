package io.intaglio.frontend.onnx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealUnary.Kind;
import io.intaglio.ir.real.Rational;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CertifiedFunctionTest {
  private static final Rational A = Rational.parse("1/4");
  private static final Rational B = Rational.parse("1/2");

  private static Parameters codes(double scale, long zeroPoint) {
    return new Parameters(new float[] {(float) scale}, new long[] {zeroPoint}, ElementType.INT8);
  }

  private static long code(Kind kind, Rational x, Parameters y) {
    return new CertifiedFunction(kind, A, B).code(x, y).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    // tanh(1) = 0.76159.., σ(−2) = 0.11920.., e^2 = 7.38905.., (e^−1 − 1)/4 = −0.15803..
    "TANH, 1, 0.01, 76",
    "SIGMOID, -2, 0.001, 119",
    "EXP, 2, 0.1, 74",
    "ELU, -1, 0.01, -16",
    "SELU, -1, 0.01, -8",
    // Ties: σ(0) and what is rational.
    "SIGMOID, 0, 0.2, 2",
    "SIGMOID, 0, 0.125, 4",
    "HARD_SIGMOID, 1/2, 0.25, 2",
    "HARD_SWISH, -1, 1, 0",
    "SOFTSIGN, 1, 0.125, 4",
    "SQRT, 25/4, 1, 2",
    "SQRT, 2, 0.1, 14",
    "ROUND, 5/2, 1, 2",
    "EXP, 100000, 0.1, 127",
    "EXP, -100000, 0.1, 0",
    "TANH, -100000, 0.0625, -16"
  })
  void rounds_the_real_value_once(Kind kind, String x, double scale, long code) {
    assertThat(code(kind, Rational.parse(x), codes(scale, 0))).isEqualTo(code);
    assertThat(code(kind, Rational.parse(x), codes(scale, -7)))
        .isEqualTo(Math.clamp(code == 127 ? 127 : code - 7, -128, 127));
  }

  @Test
  void has_no_root_of_negative_numbers() {
    assertThat(new CertifiedFunction(Kind.SQRT, A, B).code(Rational.of(-1), codes(1, 0))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ELU", "EXP", "SELU", "SIGMOID", "SWISH", "TANH", "SOFTSIGN"})
  void agrees_with_double_away_from_ties(Kind kind) {
    Random random = new Random(20260205);
    DoubleUnaryOperator f =
        x -> {
          double decay = Math.expm1(x);
          return switch (kind) {
            case ELU -> x < 0 ? decay / 4 : x;
            case EXP -> Math.exp(x);
            case SELU -> (x < 0 ? decay / 4 : x) / 2;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SWISH -> x / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            default -> x / (1 + Math.abs(x));
          };
        };
    for (int trial = 0; trial < 500; trial++) {
      double x = random.nextInt(-128, 128) * 0.05;
      Parameters y = codes(0.001 + random.nextDouble() / 10, 3);
      double quotient = f.applyAsDouble(x) / y.scale();
      if (Math.abs(quotient - Math.floor(quotient) - 0.5) > 1e-9) {
        assertThat(code(kind, Rational.of(x), y))
            .isEqualTo(Math.clamp((long) Math.rint(quotient) + 3, -128, 127));
      }
    }
  }
}
