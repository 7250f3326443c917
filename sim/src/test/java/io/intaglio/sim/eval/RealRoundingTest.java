package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealRoundingTest {
  private static final double[] HARD = {
    0,
    0.5,
    0.49999999999999994,
    0.5000000000000001,
    1.5,
    2.5,
    Double.MIN_VALUE,
    0x1p52 - 0.5,
    0x1p52 + 1,
    0x1p61,
    0.9999999999999999
  };

  @ParameterizedTest
  @EnumSource
  void numbersBecomeTheIntegersOfTheExactRule(Rounding rounding) {
    SplittableRandom random = new SplittableRandom(2);
    for (double hard : HARD) {
      check(hard, rounding);
      check(-hard, rounding);
    }
    for (int i = 0; i < 2000; i++) {
      check(random.nextInt(-64, 65) / 8.0, rounding);
      check(Math.scalb(random.nextDouble(-1, 1), random.nextInt(50)), rounding);
    }
  }

  private static void check(double value, Rounding rounding) {
    BigInteger expected = rounding.round(Surd.of(Rational.of(value)));
    assertThat(RealRounding.toInteger(value, rounding))
        .as("%s of %s", rounding, value)
        .isEqualTo(expected.longValueExact());
  }

  /// A decimal of many digits never lies between a binary tie and the rational by chance here:
  /// ties are made on purpose and are exact decimals.
  @Test
  void rationalsBecomeTheNearestFloats() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 5000; i++) {
      BigInteger num = BigInteger.valueOf(random.nextLong());
      BigInteger den = BigInteger.valueOf(random.nextLong(1, 1L << random.nextInt(2, 60)));
      Rational value =
          Rational.of(num, den).multiply(Rational.powerOfTwo(random.nextInt(-1100, 900)));
      BigDecimal decimal =
          new BigDecimal(value.num()).divide(new BigDecimal(value.den()), new MathContext(800));
      assertThat((float) RealRounding.nearest(value, FloatType.FLOAT32))
          .isEqualTo(decimal.floatValue());
      assertThat(RealRounding.nearest(value, FloatType.FLOAT64)).isEqualTo(decimal.doubleValue());
    }
  }

  @Test
  void tiesGoToTheEvenNeighbourAlsoAmongSubnormals() {
    Rational tiny = Rational.powerOfTwo(-149);

    assertThat(RealRounding.nearest(Rational.of((1L << 24) + 1), FloatType.FLOAT32))
        .isEqualTo(0x1p24);
    assertThat(RealRounding.nearest(Rational.of((1L << 24) + 3), FloatType.FLOAT32))
        .isEqualTo(0x1p24 + 4);
    assertThat(RealRounding.nearest(tiny.multiply(Rational.parse("1/2")), FloatType.FLOAT32))
        .isZero();
    assertThat(RealRounding.nearest(tiny.multiply(Rational.parse("3/2")), FloatType.FLOAT32))
        .isEqualTo(0x1p-148);
    assertThat(RealRounding.nearest(Rational.powerOfTwo(128).negate(), FloatType.FLOAT32))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
