package io.intaglio.sim.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealUnary.Kind;
import io.intaglio.ir.op.Ref;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnaryRealsTest {
  /// Values from tables of the functions, to twelve digits.
  @ParameterizedTest
  @CsvSource({
    "ABS, -2.5, 2.5",
    "CEIL, -1.5, -1",
    "ELU, -1, -0.632120558829",
    "ELU, 3, 3",
    "ERF, 0.5, 0.520499877813",
    "ERF, -1, -0.842700792950",
    "ERF, 2.4, 0.999311486103",
    "ERF, 2.6, 0.999763965583",
    "ERF, 9, 1",
    "EXP, 1, 2.718281828459",
    "FLOOR, -1.5, -2",
    "GELU, 1, 0.841344746069",
    "HARD_SIGMOID, 1, 1",
    "HARD_SIGMOID, -1, -0",
    "HARD_SWISH, 1, 0.666666666667",
    "LOG, 10, 2.302585092994",
    "ROUND, 2.5, 2",
    "ROUND, -1.5, -2",
    "SELU, -1, -0.316060279414",
    "SELU, 2, 1",
    "SIGMOID, 1, 0.731058578630",
    "SIGN, -3, -1",
    "SOFTPLUS, 1, 1.313261687518",
    "SOFTPLUS, 800, 800",
    "SOFTSIGN, -3, -0.75",
    "SQRT, 2, 1.414213562373",
    "SWISH, 1, 0.731058578630",
    "TANH, 0.5, 0.462117157260",
  })
  void areThoseFunctions(Kind kind, double x, double expected) {
    RealUnary op = new RealUnary(new Ref("x"), kind, 1, 0.5f);
    assertThat(UnaryReals.apply(op, x)).isEqualTo(expected, within(2e-12));
  }
}
