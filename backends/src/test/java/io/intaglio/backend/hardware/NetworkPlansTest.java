package io.intaglio.backend.hardware;

import static io.intaglio.backend.hardware.Graphs.random;
import static io.intaglio.backend.hardware.Graphs.x;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlansTest {
  private final SplittableRandom random = new SplittableRandom(7);

  private static Rescale relu(String operand, int shift, long hi) {
    return new Rescale(
        x(operand),
        IntTensor.scalar(1),
        IntTensor.scalar(1L << (shift - 1)),
        IntTensor.scalar(shift),
        IntTensor.scalar(0),
        IntTensor.scalar(0),
        IntTensor.scalar(hi),
        Rounding.FLOOR);
  }

  /// Pad, 3×3 convolution with stride 2, rescale, dense, rescale.
  private FixedGraph encoder(int productShift) {
    return new Graphs()
        .input("cells", "u8", 8, 8, 1)
        .node("padded", new Pad(x("cells"), List.of(0, 0, 0), List.of(1, 1, 0), 0))
        .node(
            "conv",
            new Conv2d(
                x("padded"),
                random(random, -32, 31, 8, 3, 3, 1),
                random(random, -200, 200, 8),
                2,
                2,
                1,
                1,
                1,
                productShift))
        .node("h", relu("conv", 4, 255))
        .node("flat", new Reshape(x("h"), Shape.of(128)))
        .node(
            "dense",
            new Dense(
                x("flat"),
                random(random, -32, 31, 16, 128),
                random(random, -99, 99, 16),
                productShift))
        .node("code", relu("dense", 6, 511))
        .outputs("code");
  }

  @ParameterizedTest
  @CsvSource({"0,FPGA,5000", "5,FPGA,5000", "0,FPGA,2000", "0,ASIC,25000", "4,ASIC,1500"})
  void anEncoderComputesWhatItMeans(int productShift, DelayModel delays, int clock) {
    PlanOptions options = PlanChecks.options(clock, delays);

    PlanChecks.computesWhatTheGraphMeans(encoder(productShift), options, 12, 1);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "2,1,1,2", "1,2,2,4", "2,3,1,1"})
  void convolutionsOfEveryKindComputeWhatTheyMean(
      int stride, int dilationH, int dilationW, int groups) {
    Conv2d conv =
        new Conv2d(
            x("x"),
            random(random, -9, 9, 8, 2, 3, 4 / groups),
            random(random, -50, 50, 8),
            stride,
            1,
            dilationH,
            dilationW,
            groups,
            0);
    FixedGraph graph = new Graphs().input("x", "s5", 6, 7, 4).node("y", conv).outputs("y");

    PlanChecks.computesWhatTheGraphMeans(
        graph, PlanChecks.options(3_000, DelayModel.FPGA), 16, stride);
  }

  @Test
  void skipConnectionsAndEarlyOutputsAreAligned() {
    FixedGraph graph =
        new Graphs()
            .input("x", "s8", 12)
            .input("bias", "s4", 12)
            .node(
                "a",
                new Dense(x("x"), random(random, -31, 31, 12, 12), random(random, 0, 9, 12), 0))
            .node("r", relu("a", 5, 127))
            .node("skip", new Add(x("r"), x("x")))
            .node("sum", new Add(x("skip"), x("bias")))
            .node("part", new Slice(x("x"), List.of(11), List.of(4), List.of(-3)))
            .node("all", new Concat(List.of(x("sum"), x("part")), 0))
            .outputs("all", "part", "x", "r", "all");

    PlanChecks.computesWhatTheGraphMeans(graph, PlanChecks.options(2_500, DelayModel.FPGA), 16, 3);
  }

  @Test
  void perElementRangesAndParametersComputeWhatTheyMean() {
    FixedGraph graph =
        new Graphs()
            .input(
                "x",
                Range.of(
                    Shape.of(2, 3),
                    new long[] {0, -1, 5, -128, 0, 3},
                    new long[] {1, 1, 5, 127, 7, 9}),
                2,
                3)
            .node(
                "t",
                new Threshold(
                    x("x"),
                    random(random, -20, 20, 2, 3, 7),
                    IntTensor.of(Shape.of(2, 3), 1, -1, 1, 1, -1, -1),
                    -3,
                    2))
            .node("y", new Dense(x("x"), random(random, -7, 7, 4, 3), random(random, 0, 3, 4), 0))
            .node("c", new Clamp(x("y"), random(random, -9, 0, 2, 4), random(random, 0, 9, 2, 4)))
            .outputs("t", "c");

    PlanChecks.computesWhatTheGraphMeans(graph, PlanChecks.options(2_000, DelayModel.FPGA), 64, 4);
  }

  @Test
  void poolsAfterConvolutionsComputeWhatTheyMean() {
    FixedGraph graph =
        new Graphs()
            .input("x", "u4", 6, 6, 2)
            .node(
                "c",
                new Conv2d(
                    x("x"),
                    random(random, -7, 7, 3, 3, 3, 2),
                    random(random, 0, 0, 3),
                    1,
                    1,
                    1,
                    1,
                    1,
                    0))
            .node("p", new MaxPool(x("c"), 2, 2, 2, 2))
            .outputs("p");

    PlanChecks.computesWhatTheGraphMeans(graph, PlanChecks.options(4_000, DelayModel.FPGA), 32, 5);
  }

  @Test
  void aTableWithoutEntriesForCodesThatStridesRuleOutIsFilled() {
    FixedGraph graph =
        new Graphs()
            .input("x", Range.uniform(-1, 1, 1), 3)
            .node("wrapped", Wrap.into(x("x"), IntType.unsigned(6)))
            .node("y", new Lookup(x("wrapped"), random(random, -99, 99, 63), 1))
            .outputs("y");

    PlanChecks.computesWhatTheGraphMeans(graph, PlanChecks.options(4_000, DelayModel.FPGA), 16, 6);
  }

  @Test
  void constantsThatDifferByPositionFoldAwayWhereNothingElseIsRead() {
    FixedGraph graph =
        new Graphs()
            .input(
                "x",
                Range.of(Shape.of(2, 2), new long[] {5, 0, 9, 0}, new long[] {5, 7, 9, 7}),
                2,
                2)
            .node(
                "first",
                new Dense(x("x"), IntTensor.of(Shape.of(1, 2), 3, 0), IntTensor.vector(1), 0))
            .node("y", new Concat(List.of(x("first"), x("x")), 1))
            .outputs("y");

    PlanChecks.computesWhatTheGraphMeans(graph, PlanChecks.options(4_000, DelayModel.FPGA), 16, 7);
  }
}
