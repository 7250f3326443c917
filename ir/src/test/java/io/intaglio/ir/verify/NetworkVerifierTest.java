package io.intaglio.ir.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkVerifierTest {
  private static final Ref X = new Ref("x");

  private static List<String> check(Shape x, RealNode... nodes) {
    NetInput input =
        new NetInput("x", x, FloatType.FLOAT32, Optional.empty(), Optional.empty(), Origin.NONE);
    String last = nodes[nodes.length - 1].result();
    Network network = new Network("m.onnx", "qonnx", List.of(input), List.of(nodes), List.of(last));
    return Verifier.check(network).stream().map(Diagnostic::message).toList();
  }

  private static RealNode node(String name, RealOp op, int... dims) {
    return new RealNode(name, Shape.of(dims), op, Origin.node("m.onnx", name));
  }

  private static RealNode constant(String name, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    FloatTensor tensor = FloatTensor.of(shape, FloatType.FLOAT32, values);
    return node(name, new RealParameter(new RealTensor.Stored(tensor)), dims);
  }

  @Test
  void shapesOfEveryKindOfLayerAreFollowed() {
    List<RealNode> nodes = new ArrayList<>();
    nodes.add(constant("w", 4, 1, 3, 2));
    nodes.add(node("c", new RealConv(X, new Ref("w"), 2, 1, 1, 0, 0, 1, 1, 2, 2), 1, 4, 3, 4));
    nodes.add(constant("b", 4, 1, 1));
    nodes.add(node("a", new RealAdd(new Ref("b"), new Ref("c")), 1, 4, 3, 4));
    nodes.add(
        node("p", new RealAveragePool(new Ref("a"), 2, 2, 1, 2, 0, 0, 0, 0, false), 1, 4, 2, 2));
    nodes.add(node("t", new RealTranspose(new Ref("p"), List.of(0, 2, 3, 1)), 1, 2, 2, 4));
    nodes.add(
        node(
            "s",
            new RealSlice(new Ref("t"), List.of(0, 1, 0, 3), List.of(1, 1, 1, -2)),
            1,
            1,
            2,
            2));
    nodes.add(
        node(
            "q",
            new RealPad(new Ref("s"), List.of(0, 0, 0, 0), List.of(0, 1, 0, 0), Rational.ZERO),
            1,
            2,
            2,
            2));
    nodes.add(node("f", new RealReshape(new Ref("q")), 1, 8));
    nodes.add(node("d", new RealConcat(List.of(new Ref("f"), new Ref("f")), 1), 1, 16));
    nodes.add(constant("m", 16, 5));
    nodes.add(node("l", new RealMatMul(new Ref("d"), new Ref("m")), 1, 5));
    nodes.add(node("i", new RealArgMax(new Ref("l"), 1, true), 1, 1));

    // H: (6 + 1 − 3)/2 + 1, W: (5 + 1 − 3)/1 + 1
    assertThat(check(Shape.of(1, 2, 6, 5), nodes.toArray(RealNode[]::new))).isEmpty();
  }

  @Test
  void aShapeThatTheOperatorDoesNotMakeIsRefused() {
    assertThat(check(Shape.of(1, 4), node("y", new RealRelu(X), 1, 5)))
        .containsExactly("%y: its shape is [1,5], its operator makes [1,4]");
  }

  @Test
  void operandsMustBeThereAndNamesUnique() {
    assertThat(
            check(
                Shape.of(1, 4),
                node("y", new RealRelu(new Ref("z")), 1, 4),
                node("z", new RealRelu(X), 1, 4),
                node("z", new RealRelu(X), 1, 4)))
        .containsExactly("%y: reads %z before it is made", "%z: another value has this name");
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    assertThat(
            check(
                Shape.of(1, 4),
                constant("w", 3, 2),
                constant("b", 3),
                node("m", new RealMatMul(X, new Ref("w")), 1, 2),
                node("a", new RealAdd(X, new Ref("b")), 1, 4),
                node("t", new RealTranspose(X, List.of(1, 1)), 1, 4)))
        .containsExactly(
            "%m: product of [1,4] and [3,2]",
            "%a: [1,4] and [3] do not broadcast", "%t: not a permutation: [1, 1]");
  }

  @Test
  void parametersWithoutAMeaningAreRefused() {
    RealQuantize zeroScale =
        new RealQuantize(
            X,
            FloatTensor.scalar(0),
            FloatTensor.scalar(0),
            IntTensor.scalar(0),
            IntTensor.scalar(1),
            Rounding.HALF_EVEN);
    RealQuantize crossed =
        new RealQuantize(
            X,
            FloatTensor.scalar(1),
            FloatTensor.scalar(0),
            IntTensor.scalar(2),
            IntTensor.vector(3, 1),
            Rounding.HALF_EVEN);
    RealTensor two = new RealTensor.Stored(FloatTensor.of(Shape.of(2), FloatType.FLOAT32, 1, -1));
    RealNode nan =
        node(
            "n",
            new RealParameter(
                new RealTensor.Stored(FloatTensor.of(Shape.of(1), FloatType.FLOAT32, Double.NaN))),
            1);

    assertThat(
            check(
                Shape.of(1, 2),
                node("z", zeroScale, 1, 2),
                node("c", crossed, 1, 2),
                node("b", new RealBatchNorm(X, two, two, two, two, 0.5f), 1, 2),
                nan))
        .containsExactly(
            "%z: a scale is not a positive number",
            "%c: a lower bound is above its upper bound",
            "%b: variance -1 is not positive",
            "%n: a constant holds a number that is not finite");
  }

  @Test
  void absurdShapesAreRefused() {
    assertThat(check(Shape.of(1, 1 << 20, 1 << 20), node("y", new RealRelu(X), 1, 2)))
        .first()
        .asString()
        .contains("more than");
  }
}
