package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What each rewrite leaves in the graph; that it computes the same is shown on random networks.
class RewritesTest {
  private static final Shape VECTOR = Shape.of(1, 2);
  private static final Shape IMAGE = Shape.of(1, 2, 2, 2);

  private final NetworkMaker net = new NetworkMaker();

  private static Certified lower(Network network) {
    Certified lowered = Lowering.lower(network, LoweringOptions.none());
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    return lowered;
  }

  private static FixedGraph graph(Network network) {
    return lower(network).boundary().graph();
  }

  private static List<Op> ops(Network network) {
    return graph(network).nodes().stream().map(Node::op).toList();
  }

  private Ref times(String name, Shape shape, Ref x, Shape parameter, double... factors) {
    return net.node(name, shape, new RealMultiply(x, net.stored(name + "_c", parameter, factors)));
  }

  @Test
  void aQuantizerOfTheSameGridBoundsOrVanishes() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref narrow = net.quantize("narrow", VECTOR, x, 0.5f, -4, 3);
    Ref wide = net.quantize("wide", VECTOR, narrow, 0.5f, -100, 100);
    Ref y = net.node("y", VECTOR, new RealAdd(wide, x));

    assertThat(ops(net.network(y)))
        .containsExactly(
            new Clamp(x, IntTensor.scalar(-4), IntTensor.scalar(3)),
            new Add(new Ref("narrow.clamped"), x));
  }

  @Test
  void aNegativeGammaTurnsTheSteps() {
    Ref x = net.input("x", VECTOR, "s6");
    Ref norm =
        net.node(
            "norm",
            VECTOR,
            new RealBatchNorm(
                net.node(
                    "m",
                    VECTOR,
                    new RealMatMul(x, net.grid("w", Shape.of(2, 2), Rational.ONE, 1, 2, 3, 4))),
                NetworkMaker.tensor(Shape.of(2), 1, -2),
                NetworkMaker.tensor(Shape.of(2), 0.5, 1),
                NetworkMaker.tensor(Shape.of(2), 0, 3),
                NetworkMaker.tensor(Shape.of(2), 2, 3),
                0));
    Ref y = net.node("y", VECTOR, new RealBipolar(norm, NetworkMaker.tensor(Shape.SCALAR, 1)));

    Node last = graph(net.network(y)).nodes().get(1);

    assertThat(last.op()).isInstanceOf(Threshold.class);
    assertThat(((Threshold) last.op()).direction().toArray()).containsExactly(1, -1);
    assertThat(last.result().range().log2Stride(0)).isEqualTo(1);
  }

  @Test
  void scalesOfColumnsFoldIntoWeightsAndZeroPointsIntoTheBias() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref scaled = times("scaled", VECTOR, x, Shape.of(2), 0.5, 1.5);
    Ref moved = net.node("moved", VECTOR, new RealAdd(scaled, net.stored("b", Shape.of(2), 1, 3)));
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 5, 7);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(moved, w));

    assertThat(ops(net.network(y)))
        .containsExactly(
            new Dense(x, IntTensor.of(Shape.of(1, 2), 5, 21), IntTensor.vector(5 * 2 + 21 * 2), 0));
  }

  @Test
  void theIntegersOfAResidualSumShareTheCommonStep() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref y = times("y", VECTOR, x, Shape.SCALAR, 0.75);
    Ref sum = net.node("sum", VECTOR, new RealAdd(x, y));

    assertThat(ops(net.network(sum)))
        .singleElement()
        .isInstanceOfSatisfying(
            Combine.class, c -> assertThat(c.m().toArray()).containsExactly(4, 3));
  }

  @Test
  void tensorsOfOneScaleAreAddedAndSubtractedAsTheyAre() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref y = net.input("y", VECTOR, "u3/2^-1");
    Ref sum = net.node("sum", VECTOR, new RealAdd(x, y));
    Ref difference = net.node("difference", VECTOR, new RealSubtract(sum, y));

    assertThat(ops(net.network(difference))).containsExactly(new Add(x, y), new Sub(sum, y));
  }

  @Test
  void aRectifierBetweenLayersIsAClamp() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref r = net.node("r", VECTOR, new RealRelu(x));
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 5, 7);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(r, w));

    assertThat(ops(net.network(y)).get(0))
        .isEqualTo(new Clamp(x, IntTensor.scalar(0), IntTensor.scalar(7)));
  }

  @Test
  void aRectifierWhoseZeroIsNoCodeRefinesTheGrid() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref moved = net.node("moved", VECTOR, new RealSubtract(x, net.stored("b", Shape.SCALAR, 0.5)));
    Ref r = net.node("r", VECTOR, new RealRelu(moved));
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 5, 7);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(r, w));

    FixedGraph graph = graph(net.network(y));

    assertThat(graph.nodes().get(0).op()).isInstanceOf(Rescale.class);
    assertThat(graph.nodes().get(0).result().range().min()).isZero();
    assertThat(graph.nodes().get(0).result().range().max()).isEqualTo(13);
    assertThat(graph.nodes().get(0).result().scale().step()).isEqualTo(Rational.parse("1/2"));
  }

  @Test
  void aLeakyRectifierIsASumWithItsPositivePart() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref r = net.node("r", VECTOR, new RealLeakyRelu(x, 0.25f));
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 5, 7);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(r, w));

    assertThat(ops(net.network(y)))
        .hasExactlyElementsOfTypes(Clamp.class, Combine.class, Dense.class);
    assertThat(((Combine) ops(net.network(y)).get(1)).m().toArray()).containsExactly(1, 3);
  }

  @Test
  void aMaximumPassesAnIncreasingChainAndNegatesADecreasingOne() {
    Ref x = net.input("x", IMAGE, "s4");
    Ref up = times("up", IMAGE, x, Shape.of(2, 1, 1), 2, 3);
    Ref down = times("down", IMAGE, x, Shape.of(2, 1, 1), 2, -3);
    Shape one = Shape.of(1, 2, 1, 1);
    Ref a = net.node("a", one, new RealMaxPool(up, 2, 2, 1, 1, 0, 0, 0, 0));
    Ref b = net.node("b", one, new RealMaxPool(down, 2, 2, 1, 1, 0, 0, 0, 0));

    List<Op> ops = ops(net.network(a, b));

    assertThat(ops)
        .hasOnlyElementsOfTypes(Transpose.class, MaxPool.class, Rescale.class, Reshape.class);
    assertThat(ops.stream().filter(op -> op instanceof Rescale).map(op -> (Rescale) op))
        .singleElement()
        .satisfies(r -> assertThat(r.m().toArray()).containsExactly(1, -1));
  }

  @Test
  void aMeanOverPartOfAWindowDividesByThatPart() {
    Ref x = net.input("x", IMAGE, "s4");
    Ref y =
        net.node("y", Shape.of(1, 2, 2, 2), new RealAveragePool(x, 2, 2, 1, 1, 1, 0, 0, 1, false));

    Certified lowered = lower(net.network(y));

    assertThat(lowered.boundary().graph().nodes().stream().map(Node::op))
        .hasExactlyElementsOfTypes(Transpose.class, Pad.class, SumPool.class, Transpose.class);
    assertThat(lowered.boundary().tails().get(0).scale().values())
        .startsWith(
            Rational.parse("1/2"), Rational.ONE, Rational.parse("1/4"), Rational.parse("1/2"));
  }

  @Test
  void aConvolutionPadsWithTheCodeThatStandsForZero() {
    Ref x = net.input("x", Shape.of(1, 1, 2, 2), "u4");
    Ref moved =
        net.node(
            "moved", Shape.of(1, 1, 2, 2), new RealSubtract(x, net.stored("z", Shape.SCALAR, 8)));
    Ref w = net.grid("w", Shape.of(1, 1, 3, 3), Rational.ONE, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Ref y = net.node("y", Shape.of(1, 1, 2, 2), new RealConv(moved, w, 1, 1, 1, 1, 1, 1, 1, 1, 1));

    List<Op> ops = ops(net.network(y));

    assertThat(ops.get(1))
        .isInstanceOfSatisfying(Pad.class, p -> assertThat(p.value()).isEqualTo(8));
    assertThat(ops.get(2))
        .isInstanceOfSatisfying(
            Conv2d.class, c -> assertThat(c.bias().toArray()).containsExactly(-8 * 45));
  }

  @Test
  void partsOfOtherScalesAreJoinedAsTheyAreAndScaledInTheWeights() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref y = net.input("y", VECTOR, "s4/2^-3");
    Ref both = net.node("both", Shape.of(1, 4), new RealConcat(List.of(x, y), 1));
    Ref w = net.grid("w", Shape.of(4, 1), Rational.ONE, 1, 2, 3, 5);
    Ref z = net.node("z", Shape.of(1, 1), new RealMatMul(both, w));

    assertThat(ops(net.network(z)))
        .containsExactly(
            new Concat(List.of(x, y), 0),
            new Dense(both, IntTensor.of(Shape.of(1, 4), 4, 8, 3, 5), IntTensor.vector(0), 0));
  }

  @Test
  void aConstantPartBecomesAValue() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref c = net.stored("c", VECTOR, 0.5, 1.5);
    Ref both = net.node("both", Shape.of(1, 4), new RealConcat(List.of(c, x), 1));

    Certified lowered = lower(net.network(both));

    assertThat(lowered.boundary().graph().nodes()).hasSize(2);
    assertThat(lowered.boundary().tails().get(0).scale().values())
        .containsExactly(Rational.parse("1/2"), Rational.parse("1/2"), Rational.ONE, Rational.ONE);
  }

  @Test
  void aConstantPartTakesTheGridOfTheOthers() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref c = net.stored("c", VECTOR, 1, -3);
    Ref both = net.node("both", Shape.of(1, 4), new RealConcat(List.of(c, x), 1));

    Certified lowered = lower(net.network(both));

    assertThat(lowered.boundary().graph().nodes().get(0).op())
        .isEqualTo(new Constant(IntTensor.vector(2, -6)));
    assertThat(lowered.boundary().tails().get(0).scale().values())
        .containsExactly(Rational.parse("1/2"));
  }

  @Test
  void theGreatestIsFoundAmongTheAccumulators() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref w = net.grid("w", Shape.of(2, 2), Rational.parse("1/3"), 1, 2, 3, 5);
    Ref logits = net.node("logits", VECTOR, new RealMatMul(x, w));
    Ref best = net.node("best", Shape.of(1, 1), new RealArgMax(logits, 1, true));
    Ref rectified = net.node("rectified", VECTOR, new RealRelu(logits));
    Ref other = net.node("other", Shape.of(1), new RealArgMax(rectified, 1, false));

    assertThat(ops(net.network(best, other)))
        .hasExactlyElementsOfTypes(
            Dense.class, ArgMax.class, Clamp.class, ArgMax.class, Reshape.class);
  }

  @Test
  void aProductOfTensorsGetsItsZeroPointsFirst() {
    Ref x = net.input("x", VECTOR, "u4");
    Ref moved = net.node("moved", VECTOR, new RealSubtract(x, net.stored("z", Shape.SCALAR, 8)));
    Ref y = net.node("y", VECTOR, new RealMultiply(moved, x));

    assertThat(ops(net.network(y))).hasExactlyElementsOfTypes(Rescale.class, Mul.class);
  }

  @Test
  void transposesAndReshapesInsideLeaveNothing() {
    Ref x = net.input("x", Shape.of(1, 2, 2, 3), "s4");
    Ref t = net.node("t", Shape.of(1, 3, 2, 2), new RealTranspose(x, List.of(0, 3, 1, 2)));
    Ref w = net.grid("w", Shape.of(1, 3, 1, 1), Rational.ONE, 1, 2, 3);
    Ref y = net.node("y", Shape.of(1, 1, 2, 2), new RealConv(t, w, 1, 1, 0, 0, 0, 0, 1, 1, 1));
    Ref back = net.node("back", Shape.of(1, 2, 2, 1), new RealTranspose(y, List.of(0, 2, 3, 1)));

    assertThat(ops(net.network(back))).hasExactlyElementsOfTypes(Conv2d.class);
  }

  @Test
  void deadNodesDoNotKeepABiasOut() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref w = net.grid("w", Shape.of(2, 2), Rational.ONE, 1, 2, 3, 4);
    Ref m = net.node("m", VECTOR, new RealMatMul(x, w));
    net.node("dead", VECTOR, new RealSoftmax(m, 1));
    Ref y = net.node("y", VECTOR, new RealAdd(m, net.stored("b", Shape.SCALAR, 3)));

    assertThat(graph(net.network(y)).nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.result().name()).isEqualTo("y"));
  }

  @Test
  void constantsFoldThroughViews() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref w = net.grid("w", Shape.of(1, 2), Rational.ONE, 1, 2);
    Ref t = net.node("t", Shape.of(2, 1), new RealTranspose(w, List.of(1, 0)));
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(x, t));

    assertThat(ops(net.network(y))).hasExactlyElementsOfTypes(Dense.class);
  }

  @Test
  void inputsOfOneFormatAnElementKeepTheirOwnRanges() {
    Ref x = net.input("x", VECTOR);
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 1, 2);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(x, w));

    FixedGraph graph =
        Lowering.lower(net.network(y), LoweringOptions.of(InputFormat.parse("u3/2^-2,s6/2^-1")))
            .boundary()
            .graph();

    assertThat(graph.inputs().get(0).range().lo(0)).isZero();
    assertThat(graph.inputs().get(0).range().lo(1)).isEqualTo(-32);
    assertThat(graph.nodes().get(0).op())
        .isEqualTo(new Dense(x, IntTensor.of(Shape.of(1, 2), 1, 4), IntTensor.vector(0), 0));
  }

  @Test
  void eachOutputIsAValueOfItsOwn() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref w = net.grid("w", Shape.of(2, 2), Rational.ONE, 1, 2, 3, 4);
    Ref y = net.node("y", VECTOR, new RealMatMul(x, w));
    Ref z = net.node("z", Shape.of(1, 2, 1), new RealReshape(y));
    Ref r = net.node("r", VECTOR, new RealRelu(y));

    assertThat(graph(net.network(y, r, z)).outputs()).doesNotHaveDuplicates().hasSize(3);
  }
}
