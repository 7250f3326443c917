package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedSoftmaxTest {
  private static final IntType U8 = IntType.unsigned(8);

  private static long[] softmax(Rational inputStep, Rational step, long... x) {
    RoundedSoftmax op = new RoundedSoftmax(new Ref("x"), inputStep, U8, step, 0);
    long[] y = new long[x.length];
    new RoundedSoftmaxEvaluation(op, Shape.of(x.length)).run(1, new long[][] {x}, y);
    return y;
  }

  /// `e/(e + 1)` from tables, moved by some 10^-45 and taken as five halves of a step.
  @ParameterizedTest
  @CsvSource({"1, 2", "-1, 3"})
  void sharesNextToATieAreToldFromIt(int units, long code) {
    BigDecimal share = new BigDecimal("0.73105857863000487925115924182183627436514464016505651927");
    BigDecimal moved = share.add(new BigDecimal(BigInteger.valueOf(units), 45));
    Rational step =
        Rational.of(moved.unscaledValue(), BigInteger.TEN.pow(moved.scale()))
            .multiply(Rational.parse("2/5"));
    assertThat(softmax(Rational.ONE, step, 1, 0)[0]).isEqualTo(code);
  }

  /// Two equal elements have a half each but for what the third leaves them, `e^(−100·10^30)`.
  @Test
  void sharesThatNoNumberOfBitsTellsFromATieAreToldFromIt() {
    Rational steep = Rational.of(1e30);
    assertThat(softmax(steep, Rational.ONE, 100, 100)).containsExactly(0, 0);
    assertThat(softmax(steep, Rational.parse("1/3"), 100, 100)).containsExactly(2, 2);
    assertThat(softmax(steep, Rational.parse("1/3"), 100, 100, 0)).containsExactly(1, 1, 0);
    assertThat(softmax(steep, Rational.of(2), 100, 0)).containsExactly(0, 0);
    assertThat(softmax(steep, Rational.parse("2/3"), 100, 0)).containsExactly(1, 0);
    assertThat(softmax(steep, Rational.parse("2/3"), 100)).containsExactly(2);
  }

  @Test
  void stepsSoFlatThatAllSharesAreNearlyEqualDoNotTie() {
    Rational flat = Rational.powerOfTwo(-149);
    assertThat(softmax(flat, Rational.parse("1/3"), 1, 0)).containsExactly(2, 1);
    assertThat(softmax(flat, Rational.parse("1/5"), 255, 0)).containsExactly(3, 2);
  }

  @Test
  void farFromTiesItIsThatOfDouble() {
    Random random = new Random(20260204);
    for (int trial = 0; trial < 300; trial++) {
      double scale = random.nextDouble();
      long[] x = random.longs(1 + trial % 12, -128, 128).toArray();
      long[] y = softmax(Rational.of(scale), Rational.parse("1/255"), x);
      double sum = 0;
      for (long q : x) {
        sum += Math.exp(q * scale);
      }
      for (int i = 0; i < x.length; i++) {
        double share = 255 * Math.exp(x[i] * scale) / sum;
        assertThat(Math.abs(y[i] - share)).isLessThan(0.5 + 1e-9);
      }
    }
  }
}
