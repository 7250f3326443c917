package io.intaglio.backend.hardware;

import static io.intaglio.backend.hardware.Graphs.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadablePlansTest {
  /// Slow enough for everything to fit between the input's register and the output's.
  private static Datapath plan(FixedGraph graph) {
    return ParallelPlanner.plan(graph, PlanChecks.options(200_000, DelayModel.FPGA));
  }

  private static List<String> cells(String type, int size, Op op) {
    return Listing.cells(plan(new Graphs().input("x", type, size).node("y", op).outputs("y")), "y");
  }

  private static Dense dense(long bias, int productShift, long... weights) {
    Shape shape = Shape.of(1, weights.length);
    return new Dense(x("x"), IntTensor.of(shape, weights), IntTensor.vector(bias), productShift);
  }

  private static Rescale rescale(long m, long b, int s, long z, long lo, long hi) {
    return new Rescale(
        x("x"),
        IntTensor.scalar(m),
        IntTensor.scalar(b),
        IntTensor.scalar(s),
        IntTensor.scalar(z),
        IntTensor.scalar(lo),
        IntTensor.scalar(hi),
        Rounding.FLOOR);
  }

  @Test
  void sevenIsEightMinusOne() {
    assertThat(cells("u4", 1, dense(0, 0, 7)))
        .containsExactly("in0 : u4 @0", "x0<<3 - x0 : u7 @0", "reg y0 : u7 @1");
  }

  @Test
  void aSumOfNegativeTermsIsSubtractedFromItsBias() {
    assertThat(cells("u4", 2, dense(5, 0, -1, -2)))
        .containsExactly(
            "in0 : u4 @0",
            "in1 : u4 @0",
            "5 - x0 : s5 @0",
            "y0_t0 - x1<<1 : s7 @0",
            "reg y0 : s7 @1");
  }

  @Test
  void onlyANegativeSumWithoutBiasNeedsANegation() {
    assertThat(cells("u4", 2, dense(0, 0, -1, -2)))
        .containsExactly(
            "in0 : u4 @0", "in1 : u4 @0", "x0 + x1<<1 : u6 @0", "-y0_t0 : s7 @0", "reg y0 : s7 @1");
  }

  @Test
  void aShiftCommonToBothOperandsIsWiring() {
    assertThat(cells("s4", 2, dense(0, 0, 4, 8)))
        .containsExactly(
            "in0 : s4 @0",
            "in1 : s4 @0",
            "x0 + x1<<1 : s6 @0",
            "y0_t0<<2 : s8 @0",
            "reg y0 : s8 @1");
  }

  @Test
  void aPartialSumThatSharesAnInputHasItsExactInterval() {
    // 4·x − x over [0, 15] is [0, 45], not [−15, 60].
    assertThat(cells("u4", 1, dense(0, 0, 3))).contains("x0<<2 - x0 : u6 @0");
  }

  @Test
  void productsAreCutBeforeTheyAreAdded() {
    assertThat(cells("u4", 2, dense(1, 2, 3, 8)))
        .containsExactly(
            "in0 : u4 @0",
            "in1 : u4 @0",
            "x0<<2 - x0 : u6 @0",
            "y0_t0>>2 : u4 @0",
            "x1<<1 + 1 : u5 @0",
            "y0_shr1 + y0_t2 : u6 @0",
            "reg y0 : u6 @1");
  }

  @Test
  void anInputWithoutWeightIsNotRead() {
    Datapath plan =
        plan(new Graphs().input("x", "u4", 3).node("y", dense(0, 0, 1, 0, 3)).outputs("y"));

    assertThat(Listing.layer(plan, "y").instances().getFirst().inputs())
        .containsExactly(new Source.Element("x", 0), new Source.Element("x", 2));
  }

  @Test
  void theOffsetOfARescaleMovesBeforeTheShift() {
    assertThat(cells("s8", 1, rescale(5, 8, 4, 3, -128, 127)))
        .containsExactly(
            "in0 : s8 @0",
            "x0 + 7<<3 : s9 @0",
            "x0<<2 + y0_t0 : s11 @0",
            "y0_t1>>4 : s7 @0",
            "reg y0 : s7 @1");
  }

  @Test
  void aRescaleByAPowerOfTwoHasNoBitsThatNeverMatter() {
    assertThat(cells("s8", 1, rescale(4, 7, 3, 0, -128, 127)))
        .containsExactly("in0 : s8 @0", "x0 + 1 : s9 @0", "y0_t0>>1 : s8 @0", "reg y0 : s8 @1");
  }

  @Test
  void aClampThatNeverBitesIsNotBuilt() {
    Clamp wide = new Clamp(x("x"), IntTensor.scalar(-200), IntTensor.scalar(7));
    Clamp relu = new Clamp(x("x"), IntTensor.scalar(0), IntTensor.scalar(200));

    assertThat(cells("s8", 1, wide)).contains("clamp x0 -128..7 : s8 @0");
    assertThat(cells("s8", 1, relu)).contains("clamp x0 0..127 : u7 @0");
    assertThat(cells("u3", 1, wide)).containsExactly("in0 : u3 @0");
  }

  @Test
  void thresholdsThatAlwaysOrNeverHoldCostNothing() {
    Threshold threshold =
        new Threshold(x("x"), IntTensor.vector(-1, 3, 99), IntTensor.scalar(1), -1, 2);

    assertThat(cells("u3", 1, threshold))
        .containsExactly(
            "in0 : u3 @0", "x0 >= 3 : u1 @0", "1 + y0_ge0<<1 : u2 @0", "reg y0 : u2 @1");
  }

  @Test
  void fallingThresholdsAreCountedFromAbove() {
    Threshold threshold = new Threshold(x("x"), IntTensor.vector(2, 5), IntTensor.scalar(-1), 0, 1);

    assertThat(cells("u3", 1, threshold)).contains("x0 <= 2 : u1 @0", "x0 <= 5 : u1 @0");
  }

  @Test
  void theGreatestOfDisjointRangesIsKnown() {
    FixedGraph graph =
        new Graphs()
            .input("x", "u2", 1, 1, 1)
            .node("c", new Constant(IntTensor.filled(Shape.of(1, 1, 1), 2)))
            .node("both", new Concat(List.of(x("x"), x("c")), 1))
            .node("y", new MaxPool(x("both"), 1, 2, 1, 1))
            .outputs("y");

    assertThat(Listing.cells(plan(graph), "y"))
        .containsExactly("in0 : u2 @0", "clamp x0 2..3 : u2 @0", "reg y0 : u2 @1");
  }

  @Test
  void argMaxLetsTheHigherIndexWinOnlyWhenGreater() {
    assertThat(cells("u4", 3, new ArgMax(x("x"))))
        .containsExactly(
            "in0 : u4 @0",
            "in1 : u4 @0",
            "in2 : u4 @0",
            "x1 > x0 : u1 @0",
            "y_gt0 ? x1 : x0 : u4 @0",
            "x2 > y_max1 : u1 @0",
            "y_gt2 ? 2 : y_gt0 : u2 @0",
            "reg y0 : u2 @1");
  }

  @Test
  void windowsShareOneKernelAndPaddingIsConstant() {
    FixedGraph graph =
        new Graphs()
            .input("x", "u4", 2, 2, 1)
            .node("p", new Pad(x("x"), List.of(0, 0, 0), List.of(1, 1, 0), 0))
            .node(
                "y",
                new Conv2d(
                    x("p"),
                    IntTensor.of(Shape.of(1, 2, 2, 1), 1, 1, 1, 1),
                    IntTensor.vector(0),
                    1,
                    1,
                    1,
                    1,
                    1,
                    0))
            .outputs("y");

    Layer.Compute y = Listing.layer(plan(graph), "y");

    assertThat(y.instances()).hasSize(4);
    assertThat(y.instances().get(3).inputs())
        .containsExactly(
            new Source.Element("p", 4),
            new Source.Fixed(0),
            new Source.Fixed(0),
            new Source.Fixed(0));
    assertThat(y.instances().get(3).outputs()).containsExactly(3);
  }

  @Test
  void differencesOfOneValueVanishAndConstantsFold() {
    FixedGraph graph =
        new Graphs()
            .input("x", "s4", 2)
            .node("c", new Constant(IntTensor.vector(3, 0)))
            .node("zero", new Sub(x("x"), x("x")))
            .node("shifted", new Add(x("x"), x("c")))
            .node("y", new Add(x("shifted"), x("zero")))
            .outputs("y");

    Datapath plan = plan(graph);

    assertThat(plan.layers())
        .extracting(layer -> layer.result().value())
        .containsExactly("shifted", "y");
    assertThat(Listing.cells(plan, "shifted")).contains("a0 + 3 : s5 @0").hasSize(3);
    assertThat(Listing.cells(plan, "y"))
        .containsExactly("in0 : s5 @0", "in1 : s4 @0", "reg a0 : s5 @1", "reg a1 : s4 @1");
  }

  @Test
  void anOutputThatIsAnInputLeavesFromTheInputsRegister() {
    Datapath plan = plan(new Graphs().input("x", "s4", 2).outputs("x"));

    assertThat(plan.latency()).isEqualTo(1);
    assertThat(plan.layers()).isEmpty();
    assertThat(plan.inputs())
        .containsExactly(new Bus("x", List.of(IntType.signed(4), IntType.signed(4)), 1));
    assertThat(plan.outputs()).containsExactly("x");
  }

  @Test
  void anInputThatLeavesBesideALaterOutputIsDelayed() {
    FixedGraph graph =
        new Graphs()
            .input("x", "s4", 1)
            .node("y", dense(0, 0, 3))
            .node("flat", new Reshape(x("x"), Shape.of(1, 1)))
            .outputs("flat", "y", "x");

    Datapath plan = plan(graph);

    assertThat(plan.latency()).isEqualTo(2);
    assertThat(plan.outputs()).containsExactly("flat@2", "y", "x@2");
    assertThat(plan.outputs().stream().map(plan::graphName)).containsExactly("flat", "y", "x");
  }
}
