package io.intaglio.ir.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialTest {
  private static BigDecimal value(Rational x, int bits) {
    return new BigDecimal(Exponential.of(x, bits))
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(bits)));
  }

  @ParameterizedTest
  @CsvSource({
    // Digits of e, 1/e, √e, e^-10 and e^10 from tables.
    "1, 2.718281828459045235360287471352662497757247093699959574966968",
    "-1, 0.367879441171442321595523770161460867445811131031767834507837",
    "1/2, 1.648721270700128146848650787814163571653776100710148011575079",
    "-10, 0.000045399929762484851535591515560550610237918088866564969259",
    "10, 22026.46579480671651695790064528424436635351261855678107423542635"
  })
  void isRightToTheLastBit(String x, BigDecimal expected) {
    for (int bits : new int[] {1, 20, 64, 170}) {
      BigDecimal unit = new BigDecimal(2).pow(-bits, new MathContext(80));
      assertThat(value(Rational.parse(x), bits).subtract(expected).abs()).isLessThan(unit);
    }
  }

  @Test
  void isOneAtZeroAndVanishesFarBelow() {
    assertThat(Exponential.of(Rational.ZERO, 7)).isEqualTo(BigInteger.valueOf(128));
    assertThat(Exponential.of(Rational.of(-1e30), 60).abs()).isLessThanOrEqualTo(BigInteger.ONE);
  }

  @Test
  void productsOfExponentialsAreExponentialsOfSums() {
    Random random = new Random(20260203);
    int bits = 200;
    for (int i = 0; i < 200; i++) {
      Rational x = Rational.of((double) (random.nextFloat() * 40 - 30));
      Rational y = Rational.of((double) (random.nextFloat() * -30));
      BigInteger product =
          Exponential.of(x, bits).multiply(Exponential.of(y, bits)).shiftRight(bits);
      BigInteger difference = Exponential.of(x.add(y), bits).subtract(product).abs();
      // Either factor is less than one unit off, and the other at most e^10.
      assertThat(difference).isLessThan(BigInteger.ONE.shiftLeft(16));
      assertThat(value(x, bits).doubleValue() / Math.exp(x.toDouble()))
          .isBetween(1 - 1e-12, 1 + 1e-12);
    }
  }
}
