package io.intaglio.sim.eval;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {
  private static final Value BIPOLAR = value("x", IntType.signed(2), Range.uniform(-1, 1, 1), 2);

  private static FixedGraph doubling(Value x, Value y) {
    return new FixedGraph(
        "g", List.of(x), List.of(new Node(y, new Add(ref("x"), ref("x")))), List.of("y"));
  }

  @Test
  void codesOutsideTheInputsDomainAreRefusedByRowAndElement() {
    Evaluator evaluator = new Evaluator(doubling(BIPOLAR, value("y", "s3", 2)));

    assertThatThrownBy(() -> evaluator.runBatch(2, List.of(new long[] {1, -1, 1, 0})))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.diagnostics())
                    .singleElement()
                    .satisfies(
                        d -> {
                          assertThat(d.code()).isEqualTo(Code.DOM_DATA);
                          assertThat(d.message())
                              .isEqualTo(
                                  "input 'x', row 1, element [1]: the code 0 is not in s2 [-1,1]"
                                      + " in steps of 2");
                        }));
  }

  @Test
  void everyFaultIsCountedAndTheFirstAreNamed() {
    Evaluator evaluator = new Evaluator(doubling(BIPOLAR, value("y", "s3", 2)));

    assertThatThrownBy(() -> evaluator.runBatch(10, List.of(new long[20])))
        .hasMessageContaining("row 0, element [0]")
        .hasMessageContaining("row 3, element [1]")
        .hasMessageContaining("12 more such elements");
  }

  @Test
  void arraysOfTheWrongLengthAreRefused() {
    Evaluator evaluator = new Evaluator(doubling(BIPOLAR, value("y", "s3", 2)));

    assertThatThrownBy(() -> evaluator.runBatch(2, List.of(new long[] {1, 1, 1})))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("3 elements given");
    assertThatThrownBy(() -> evaluator.run(List.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("0 inputs given");
  }

  @Test
  void aResultOutsideItsDeclaredRangeIsOurErrorAndNamesTheValue() {
    Value wrong = value("y", IntType.signed(3), Range.uniform(-2, 0, 1), 2);
    Evaluator evaluator = new Evaluator(doubling(BIPOLAR, wrong));

    assertThatThrownBy(() -> evaluator.run(List.of(new long[] {-1, 1})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("%y[1] is 2, declared s3 [-2,0] in steps of 2");
  }

  @Test
  void anUnknownValueIsRefusedWithTheNamesThereAre() {
    Evaluator evaluator = new Evaluator(doubling(BIPOLAR, value("y", "s3", 2)));

    assertThatThrownBy(() -> evaluator.runBatch(1, List.of(new long[] {1, 1}), List.of("q")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'q'")
        .hasMessageContaining("x, y");
  }

  @Test
  void aBatchLargerThanAChunkComesOutInOrder() {
    Value x = value("x", "s16", 1);
    Evaluator evaluator = new Evaluator(doubling(x, value("y", "s17", 1)));
    long[] codes = new SplittableRandom(1).longs(1000, -32768, 32768).toArray();

    long[] doubled = evaluator.runBatch(1000, List.of(codes)).get("y");

    assertThat(doubled).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(doubled[i]).isEqualTo(2 * codes[i]);
    }
  }

  /// Sums in `int`, `long` and unbounded arithmetic give the same where all can.
  @Test
  void accumulatorsOfEveryWidthAgree() {
    SplittableRandom random = new SplittableRandom(5);
    for (int bits : new int[] {4, 14, 15, 28, 29, 30, 31, 40}) {
      long most = (1L << bits) - 1;
      IntTensor weights = IntTensor.of(Shape.of(3, 5), random.longs(15, -most, most + 1).toArray());
      IntTensor bias = IntTensor.of(Shape.of(3), random.longs(3, -most, most + 1).toArray());
      IntType type = IntType.signed(17);
      DotProducts products = new DotProducts(weights, bias, 0, type);
      long[] x = random.longs(20, type.min(), type.max() + 1).toArray();
      long[] y = new long[12];

      products.apply(4, x, 0, 3, y, 0, 3);

      for (int i = 0; i < 12; i++) {
        BigInteger sum = BigInteger.valueOf(bias.at(i % 3));
        for (int k = 0; k < 5; k++) {
          BigInteger w = BigInteger.valueOf(weights.at(i % 3 * 5 + k));
          sum = sum.add(w.multiply(BigInteger.valueOf(x[i / 3 * 5 + k])));
        }
        assertThat(y[i]).isEqualTo(sum.longValueExact());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortAndLongRoundingAgreeWithTheDefinition(Rounding rounding) {
    for (int s = 0; s <= 4; s++) {
      for (long n = -100; n <= 100; n++) {
        long expected = rounding.round(surd(n, s)).longValueExact();
        assertThat(ShiftRounding.round(n, s, rounding)).isEqualTo(expected);
        assertThat(ShiftRounding.round(BigInteger.valueOf(n), s, rounding))
            .isEqualTo(BigInteger.valueOf(expected));
      }
    }
  }

  private static Surd surd(long n, int s) {
    return Surd.of(Rational.of(n).multiply(Rational.powerOfTwo(-s)));
  }

  @Test
  void narrowAndWideRescalesAgree() {
    SplittableRandom random = new SplittableRandom(11);
    for (Rounding rounding : Rounding.values()) {
      Rescale rescale =
          new Rescale(
              ref("x"),
              IntTensor.scalar(random.nextLong(-1000, 1000)),
              IntTensor.scalar(random.nextLong(-1000, 1000)),
              IntTensor.scalar(5),
              IntTensor.scalar(3),
              IntTensor.scalar(-9000),
              IntTensor.scalar(9000),
              rounding);
      long[] codes = random.longs(500, -512, 512).toArray();
      long[] narrow = new long[500];
      long[] wide = new long[500];

      new RescaleEvaluation(rescale, value("x", "s10", 500)).run(1, new long[][] {codes}, narrow);
      new RescaleEvaluation(rescale, value("x", "s63", 500)).run(1, new long[][] {codes}, wide);

      assertThat(narrow).containsExactly(wide);
    }
  }

  @Test
  void aGraphWithoutInputsRuns() {
    Value y = value("y", "u2", 1);
    FixedGraph graph =
        new FixedGraph(
            "g", List.of(), List.of(new Node(y, new Constant(IntTensor.vector(3)))), List.of("y"));

    assertThat(new Evaluator(graph).runBatch(2, List.of()).get("y")).containsExactly(3, 3);
  }

  @Test
  void denseRowsOfManyPositionsStayApart() {
    Value x = value("x", "s8", 2, 3, 2);
    Value y = value("y", "s17", 2, 3, 1);
    Dense dense = new Dense(ref("x"), IntTensor.of(Shape.of(1, 2), 10, 1), IntTensor.vector(0), 0);
    FixedGraph graph = new FixedGraph("g", List.of(x), List.of(new Node(y, dense)), List.of("y"));

    assertThat(new Evaluator(graph).run(List.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, -1, -2})))
        .containsExactly(new long[] {12, 34, 56, 78, 90, -12});
  }
}
