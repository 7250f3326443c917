package io.intaglio.ir.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurdTest {
  private static final MathContext DIGITS = new MathContext(200);

  private static BigDecimal decimal(Rational value) {
    return new BigDecimal(value.num()).divide(new BigDecimal(value.den()), DIGITS);
  }

  private static BigDecimal decimal(Surd value) {
    return decimal(value.p()).add(decimal(value.r()).multiply(decimal(value.d()).sqrt(DIGITS)));
  }

  private static Rational random(SplittableRandom random, int bits) {
    return Rational.of(
        BigInteger.valueOf(random.nextLong(-1L << bits, 1L << bits)),
        BigInteger.valueOf(random.nextLong(1, 1000)));
  }

  @Test
  void floorAndSignAgreeWithTwoHundredDigits() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 3000; i++) {
      int bits = 1 + random.nextInt(60);
      Surd root = Surd.sqrt(random(random, 1 + random.nextInt(20)).abs());
      Surd value = root.multiply(random(random, bits)).add(Surd.of(random(random, bits)));
      BigDecimal exact = decimal(value);
      assertThat(value.floor())
          .as("%s", value)
          .isEqualTo(exact.setScale(0, RoundingMode.FLOOR).toBigInteger());
      assertThat(value.signum()).isEqualTo(exact.signum());
    }
  }

  @Test
  void cancellingPartsKeepTheirSign() {
    Surd root = Surd.sqrt(Rational.of(2));
    BigInteger scale = BigInteger.TEN.pow(40);
    BigInteger below = scale.pow(2).shiftLeft(1).sqrt();
    Surd close = root.multiply(Rational.of(scale)).subtract(Surd.of(Rational.of(below)));
    assertThat(close.signum()).isOne();
    assertThat(close.floor()).isEqualTo(BigInteger.ZERO);
    assertThat(close.negate().floor()).isEqualTo(BigInteger.ONE.negate());
  }
}
