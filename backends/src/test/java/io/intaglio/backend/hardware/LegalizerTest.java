package io.intaglio.backend.hardware;

import static io.intaglio.backend.hardware.Graphs.random;
import static io.intaglio.backend.hardware.Graphs.x;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegalizerTest {
  @Test
  void everythingThatCannotBeBuiltIsSaidAtOnce() {
    SplittableRandom random = new SplittableRandom(1);
    IntTensor zero = IntTensor.scalar(0);
    FixedGraph graph =
        new Graphs()
            .input("image", "u8", 40, 40, 8)
            .input("wide", "s40", 4)
            .input("nothing", Range.uniform(0, 0), 2)
            .node(
                "conv",
                new Conv2d(
                    x("image"),
                    random(random, -31, 31, 16, 3, 3, 8),
                    random(random, 0, 0, 16),
                    1,
                    1,
                    1,
                    1,
                    1,
                    0))
            .node(
                "scaled",
                new Rescale(
                    x("wide"),
                    IntTensor.scalar(1L << 30),
                    zero,
                    IntTensor.scalar(40),
                    zero,
                    IntTensor.scalar(-9),
                    IntTensor.scalar(9),
                    Rounding.FLOOR))
            .outputs("conv", "scaled");

    assertThat(Legalizer.check(graph))
        .allMatch(Diagnostic::isError)
        .allMatch(diagnostic -> diagnostic.code() == Code.HW_UNSUPPORTED)
        .allMatch(diagnostic -> !diagnostic.help().isEmpty())
        .extracting(Diagnostic::message)
        .satisfiesExactly(
            ports -> assertThat(ports).contains("'nothing'", "no bits"),
            size -> assertThat(size).contains("cells, more than 500000"),
            width -> assertThat(width).contains("'scaled'", "63 bits"));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> ParallelPlanner.plan(graph, PlanOptions.defaults("big")))
        .satisfies(refusal -> assertThat(refusal.diagnostics()).hasSize(3));
  }

  @Test
  void whatOnlySoftwareComputesIsNamed() {
    IntType s8 = IntType.signed(8);
    FixedGraph graph =
        new Graphs()
            .input("x", "s8", 2, 2)
            .node("shares", new GemmlowpSoftmax(x("x"), 1 << 30, 23, -248, s8))
            .node("sum", new Float32Add(x("x"), x("x"), 0.5f, 0.5f, 0, s8))
            .node("product", new MatMul(x("x"), x("x")))
            .outputs("shares", "sum", "product");

    assertThat(Legalizer.check(graph))
        .allMatch(diagnostic -> diagnostic.code() == Code.HW_UNSUPPORTED)
        .allMatch(diagnostic -> diagnostic.help().contains("software"))
        .extracting(Diagnostic::message)
        .satisfiesExactly(
            shares -> assertThat(shares).contains("'shares'", "softmax"),
            sum -> assertThat(sum).contains("'sum'", "float32"),
            product -> assertThat(product).contains("'product'", "neither"));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> ParallelPlanner.plan(graph, PlanOptions.defaults("software")));
  }

  @Test
  void anOutputThatOnlyItsCellsShowToBeZeroIsRefused() {
    FixedGraph graph =
        new Graphs().input("x", "s4", 2).node("y", new Sub(x("x"), x("x"))).outputs("y", "x");

    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> ParallelPlanner.plan(graph, PlanOptions.defaults("zero")))
        .withMessageContaining("output 'y' [2] has no bits");
  }

  @Test
  void aTableOfManyEntriesIsRefused() {
    int entries = (1 << 16) + 1;
    FixedGraph graph =
        new Graphs()
            .input("x", Range.uniform(0, entries - 1), 1)
            .node("y", new Lookup(x("x"), random(new SplittableRandom(2), 0, 9, entries), 0))
            .outputs("y");

    assertThat(Legalizer.check(graph))
        .singleElement()
        .satisfies(d -> assertThat(d.message()).contains("65537 reachable entries"));
  }

  @Test
  void whatFitsJustSoIsBuilt() {
    FixedGraph graph =
        new Graphs()
            .input("a", "s31", 1)
            .input("b", "s31", 1)
            .node("y", new Mul(x("a"), x("b")))
            .outputs("y");

    assertThat(Legalizer.check(graph)).isEmpty();
    PlanChecks.computesWhatTheGraphMeans(graph, PlanOptions.defaults("wide"), 16, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 3, 7, -11, 23, 85, 0x5555_5555L, (1L << 62) - 1, -(1L << 61) + 5})
  void signedDigitsAddUpAndNoTwoNeighboursAreUsed(long constant) {
    SignedDigits digits = SignedDigits.of(constant);
    long used = digits.plus() | digits.minus();

    assertThat(digits.plus() - digits.minus()).isEqualTo(constant);
    assertThat(digits.plus() & digits.minus()).isZero();
    assertThat(used & used << 1).isZero();
  }

  @Test
  void aSumPastTheLastLongIsBounded() {
    assertThat(Bound.multiply(1L << 40, 1L << 40)).isEqualTo(Long.MAX_VALUE);
    assertThat(Bound.add(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Bound.multiply(3, 5)).isEqualTo(15);
  }
}
