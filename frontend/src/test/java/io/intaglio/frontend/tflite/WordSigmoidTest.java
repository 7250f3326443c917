package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSigmoidTest {
  @Test
  void theTableIsTheRuntimes() {
    long[][] known = {
      {0, 32768},
      {1, 33451},
      {4, 35493},
      {7, 37513},
      {28, 49975},
      {47, 57433},
      {100, 64536},
      {127, 65208},
      {191, 65513},
      {254, 65534},
      {255, 65535}
    };
    for (long[] entry : known) {
      assertThat(WordSigmoid.entry((int) entry[0])).as("entry " + entry[0]).isEqualTo(entry[1]);
    }
  }

  /// By hand, at the scale 2^-12, where three times the code is looked up.
  @Test
  void codesAtAPowerOfTwo() {
    LongUnaryOperator logistic = WordSigmoid.of(false, 0x1p-12f).orElseThrow();
    LongUnaryOperator tangent = WordSigmoid.of(true, 0x1p-12f).orElseThrow();

    assertThat(logistic.applyAsLong(0)).isEqualTo(16384);
    // 513/512 of an entry: 33451 and 682/512, halved, half up
    assertThat(logistic.applyAsLong(171)).isEqualTo(16726);
    assertThat(logistic.applyAsLong(-171)).isEqualTo(16042);
    assertThat(tangent.applyAsLong(0)).isZero();
    assertThat(tangent.applyAsLong(-1)).isEqualTo(-8);
    // beyond 2^16·(255/256)/3 nothing rises
    assertThat(tangent.applyAsLong(32767)).isEqualTo(32767);
    assertThat(tangent.applyAsLong(-32768)).isEqualTo(-32767);
  }

  @ParameterizedTest
  @ValueSource(floats = {0x1p-12f, 0x1p-11f, 0x1p-15f, 0.0007f, 0.01f})
  void bothAreNearTheirFunctions(float scale) {
    LongUnaryOperator logistic = WordSigmoid.of(false, scale).orElseThrow();
    LongUnaryOperator tangent = WordSigmoid.of(true, scale).orElseThrow();
    for (int q = -32768; q <= 32767; q += 7) {
      double x = (double) q * scale;
      assertThat((double) logistic.applyAsLong(q))
          .as("logistic of %s", x)
          .isCloseTo(32768 / (1 + Math.exp(-x)), within(3.0));
      assertThat((double) tangent.applyAsLong(q))
          .as("tanh of %s", x)
          .isCloseTo(32768 * Math.tanh(x), within(6.0));
    }
  }

  @Test
  void scalesBeyondTheRuntimesIntegersAreRefused() {
    assertThat(WordSigmoid.of(false, 3f)).isEmpty();
  }
}
