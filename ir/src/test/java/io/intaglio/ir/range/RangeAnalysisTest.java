package io.intaglio.ir.range;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeAnalysisTest {
  private static final IntType S8 = IntType.signed(8);

  private static Range range(Op op, Value... operands) {
    return RangeAnalysis.range(op, List.of(operands));
  }

  private static Value bipolar(int... dims) {
    return value("x", IntType.signed(2), Range.uniform(-1, 1, 1), dims);
  }

  private static IntTensor matrix(int rows, int columns, long... elements) {
    return IntTensor.of(Shape.of(rows, columns), elements);
  }

  @Test
  void anAccumulatorIsAsWideAsItsChannelNeeds() {
    Dense dense = new Dense(ref("x"), matrix(2, 2, 1, -1, 100, 100), IntTensor.vector(5, 0), 0);

    assertThat(range(dense, value("x", "u4", 2)))
        .isEqualTo(
            Range.of(Shape.of(2), new long[] {-10, 0}, new long[] {20, 3000}, strides(0, 2)));
  }

  private static int[] strides(int... strides) {
    return strides;
  }

  @Test
  void sumsOfBipolarInputsKeepTheirParity() {
    Dense dense = new Dense(ref("x"), matrix(1, 3, 1, -1, 3), IntTensor.vector(0), 0);

    assertThat(range(dense, bipolar(3))).isEqualTo(Range.uniform(-5, 5, 1));
  }

  @Test
  void zeroPaddingIsSeenElementByElement() {
    Range padded =
        range(new Pad(ref("x"), List.of(1, 0, 0), List.of(0, 0, 0), 0), bipolar(2, 1, 1));
    Value x = value("x", IntType.signed(2), padded, 3, 1, 1);
    IntTensor ones = IntTensor.of(Shape.of(1, 2, 1, 1), 1, 1);
    Conv2d conv = new Conv2d(ref("x"), ones, IntTensor.vector(0), 1, 1, 1, 1, 1, 0);

    assertThat(range(conv, x))
        .isEqualTo(
            Range.of(Shape.of(2, 1, 1), new long[] {-1, -2}, new long[] {1, 2}, strides(1, 1)));
  }

  @Test
  void productsAreFlooredBeforeTheSum() {
    Dense dense = new Dense(ref("x"), matrix(1, 2, 3, -3), IntTensor.vector(0), 2);

    // ⌊3x/4⌋ over −4..3 is −3..2, ⌊−3x/4⌋ is −3..3.
    assertThat(range(dense, value("x", "s3", 2))).isEqualTo(Range.uniform(-6, 5));
  }

  @Test
  void aNegativeMultiplierTurnsTheIntervalRound() {
    Rescale rescale =
        new Rescale(
            ref("x"),
            IntTensor.scalar(-3),
            IntTensor.scalar(1),
            IntTensor.scalar(1),
            IntTensor.scalar(2),
            IntTensor.scalar(-100),
            IntTensor.scalar(100),
            Rounding.FLOOR);

    assertThat(range(rescale, value("x", IntType.signed(20), Range.uniform(-10, 20), 1)))
        .isEqualTo(Range.uniform(-28, 17));
  }

  @Test
  void aRescaleByAWholeNumberKeepsItsStride() {
    Rescale rescale =
        new Rescale(
            ref("x"),
            IntTensor.scalar(8),
            IntTensor.scalar(0),
            IntTensor.scalar(1),
            IntTensor.scalar(0),
            IntTensor.scalar(-1_000_000),
            IntTensor.scalar(1_000_000),
            Rounding.HALF_AWAY);

    assertThat(range(rescale, value("x", "s16", 1))).isEqualTo(Range.uniform(-131072, 131068, 2));
  }

  @Test
  void aClampKeepsTheStrideOnlyWhereTheBoundsLieOnIt() {
    Value even = value("x", S8, Range.uniform(-10, 10, 1), 2);
    Clamp clamp = new Clamp(ref("x"), IntTensor.scalar(-4), IntTensor.vector(4, 5));

    assertThat(range(clamp, even))
        .isEqualTo(Range.of(Shape.of(2), new long[] {-4, -4}, new long[] {4, 5}, strides(1, 0)));
  }

  @Test
  void thresholdsThatNoInputMeetsDoNotCount() {
    Threshold threshold =
        new Threshold(ref("x"), IntTensor.vector(-100, 0, 3, 100), IntTensor.scalar(1), 0, 2);

    assertThat(range(threshold, value("x", "s3", 4))).isEqualTo(Range.uniform(2, 6, 1));
  }

  @Test
  void onlyReachedEntriesOfATableCount() {
    Value x = value("x", S8, Range.uniform(0, 4, 1), 1);
    Lookup lookup = new Lookup(ref("x"), IntTensor.vector(0, 99, 8, 99, -8), 0);

    assertThat(range(lookup, x)).isEqualTo(Range.uniform(-8, 8, 3));
  }

  @Test
  void aTableThatDoesNotCoverItsInputIsRefused() {
    assertThatThrownBy(
            () -> range(new Lookup(ref("x"), IntTensor.vector(1, 2, 3), 0), value("x", "u2", 1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("[0, 3]");
  }

  @Test
  void wrappingWithinOnePeriodShiftsTheInterval() {
    Value high = value("x", S8, Range.uniform(17, 19), 1);
    Value across = value("x", S8, Range.uniform(5, 9, 1), 1);

    assertThat(range(Wrap.into(ref("x"), IntType.signed(4)), high)).isEqualTo(Range.uniform(1, 3));
    assertThat(range(Wrap.into(ref("x"), IntType.signed(4)), across))
        .isEqualTo(Range.uniform(-7, 7, 1));
  }

  @Test
  void aMaximumIsAtLeastTheGreatestLowerBound() {
    Range each =
        Range.of(Shape.of(1, 3, 1), new long[] {-8, 2, -8}, new long[] {6, 2, 1}, strides(1, 0, 0));

    assertThat(range(new MaxPool(ref("x"), 1, 3, 1, 1), value("x", S8, each, 1, 3, 1)))
        .isEqualTo(Range.uniform(2, 6, 1));
    assertThat(range(new SumPool(ref("x"), 1, 3, 1, 1), value("x", S8, each, 1, 3, 1)))
        .isEqualTo(Range.uniform(-14, 9));
  }

  @Test
  void onlyChannelsThatCanWinAreIndices() {
    Range each = Range.of(Shape.of(4), new long[] {0, 5, 0, 0}, new long[] {5, 9, 4, 6});

    assertThat(range(new ArgMax(ref("x")), value("x", S8, each, 4))).isEqualTo(Range.uniform(0, 3));
    Range fixed = Range.of(Shape.of(3), new long[] {0, 5, 0}, new long[] {4, 9, 5});
    assertThat(range(new ArgMax(ref("x")), value("x", S8, fixed, 3)))
        .isEqualTo(Range.uniform(1, 1));
  }

  @Test
  void accumulatorsBeyondALongAreWorkedOutExactly() {
    long w = 1L << 40;
    Dense cancels = new Dense(ref("x"), matrix(1, 2, w, -w), IntTensor.vector(0), 20);
    Value narrow = value("x", IntType.signed(40), Range.uniform(-(1L << 39), 0), 2);

    assertThat(range(cancels, narrow)).isEqualTo(Range.uniform(-(1L << 59), 1L << 59, 20));
  }

  @Test
  void moreThan63BitsAreRefused() {
    Value wide = value("x", "s40", 1);

    assertThatThrownBy(() -> range(new Mul(ref("x"), ref("x")), wide, wide))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> assertThat(e.diagnostics().get(0).code()).isEqualTo(Code.LOW_TOO_WIDE));
    Value widest = value("x", "s63", 1);
    assertThatThrownBy(() -> range(new Add(ref("x"), ref("x")), widest, widest))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void inferringNarrowsEveryType() {
    Value x = value("x", "s4", 2);
    Value sum = value("sum", "s32", 2);
    Value wrong =
        new Value(
            "y", IntType.signed(20), Shape.of(2), Range.uniform(7, 7), Scale.NONE, Origin.NONE);
    FixedGraph graph =
        new FixedGraph(
            "g",
            List.of(x),
            List.of(
                new Node(sum, new Add(ref("x"), ref("x"))),
                new Node(wrong, new Mul(ref("sum"), ref("x")))),
            List.of("y"));

    FixedGraph inferred = RangeAnalysis.infer(graph);

    assertThat(inferred.nodes().get(0).result().type()).isEqualTo(IntType.signed(5));
    assertThat(inferred.nodes().get(1).result().range()).isEqualTo(Range.uniform(-112, 128));
    assertThat(inferred.nodes().get(1).result().type()).isEqualTo(IntType.signed(9));
  }

  @Test
  void everyTooWideValueIsNamedAndWhatFollowsItIsNot() {
    Value x = value("x", "s40", 1);
    Value a = value("a", "s63", 1);
    FixedGraph graph =
        new FixedGraph(
            "g",
            List.of(x),
            List.of(
                new Node(a, new Mul(ref("x"), ref("x"))),
                new Node(value("b", "s63", 1), new Mul(ref("x"), ref("x"))),
                new Node(value("c", "s63", 1), new Add(ref("a"), ref("x")))),
            List.of("c"));

    assertThatThrownBy(() -> RangeAnalysis.infer(graph))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.diagnostics())
                    .extracting(d -> d.message().substring(0, 2))
                    .containsExactly("%a", "%b"));
  }
}
