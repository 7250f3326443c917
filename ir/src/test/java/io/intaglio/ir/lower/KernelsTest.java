package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What runtimes' own kernels leave in the graph.
class KernelsTest {
  private static final Shape ROW = Shape.of(1, 3);
  private static final Rational HALF = Rational.parse("2^-1");
  private static final Rational SHARE = Rational.parse("2^-8");
  private static final IntType S8 = IntType.signed(8);

  private final NetworkMaker net = new NetworkMaker();

  private static FixedGraph graph(Network network) {
    Certified lowered = Lowering.lower(network, LoweringOptions.none());
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    return lowered.boundary().graph();
  }

  @Test
  void softmaxesReadTheCodesTheyName() {
    Ref x = net.input("x", ROW, "s8/2^-1");
    double[] ones = new double[256];
    Arrays.fill(ones, 1);
    FloatTensor table = FloatTensor.of(Shape.of(256), FloatType.FLOAT32, ones);
    Ref fixed =
        net.node(
            "fixed", ROW, new RealGemmlowpSoftmax(x, HALF, 0, 1 << 30, 23, -248, S8, SHARE, -128));
    Ref floats =
        net.node(
            "floats",
            ROW,
            new RealTableSoftmax(
                x, HALF, 0, table, TableSoftmax.Variant.ONNX_RUNTIME, 256, S8, SHARE, -128));

    FixedGraph graph = graph(net.network(fixed, floats));

    assertThat(graph.nodes())
        .extracting(Node::op)
        .containsExactly(
            new GemmlowpSoftmax(x, 1 << 30, 23, -248, S8),
            new TableSoftmax(x, table, TableSoftmax.Variant.ONNX_RUNTIME, 256, S8, -128));
    assertThat(graph.nodes().get(0).result().scale().zeroPoint()).isEqualTo(-128);
  }

  @Test
  void wordsHaveTheirOwnSoftmax() {
    Ref x = net.input("x", ROW, "s16");
    IntTensor line = IntTensor.filled(Shape.of(513), 9);
    Ref y =
        net.node("y", ROW, new RealInt16Softmax(x, Rational.ONE, 0, 1 << 30, 0, line, line, SHARE));

    assertThat(graph(net.network(y)).nodes())
        .extracting(Node::op)
        .containsExactly(new Int16Softmax(x, 1 << 30, 0, line, line));
  }

  @Test
  void realSoftmaxesKeepTheStepOfTheirOperand() {
    Ref x = net.input("x", ROW, "s8/2^-1");
    Ref y = net.node("y", ROW, new RealRoundedSoftmax(x, HALF, 0, S8, SHARE, -128));

    FixedGraph graph = graph(net.network(y));

    assertThat(graph.nodes())
        .extracting(Node::op)
        .containsExactly(new RoundedSoftmax(x, HALF, S8, SHARE, -128));
    assertThat(graph.nodes().get(0).result().scale().zeroPoint()).isEqualTo(-128);
  }

  @Test
  void codesOfAnotherScaleAreRefused() {
    Ref x = net.input("x", ROW, "s8/2^-2");
    Ref y =
        net.node("y", ROW, new RealGemmlowpSoftmax(x, HALF, 0, 1 << 30, 23, -248, S8, SHARE, -128));

    assertThatThrownBy(() -> graph(net.network(y)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'y'");
  }

  @Test
  void meansKeepTheirOrder() {
    Ref x = net.input("x", Shape.of(1, 2, 4, 4), "s8");
    Ref y =
        net.node(
            "y",
            Shape.of(1, 2, 2, 2),
            new RealFloat32AveragePool(
                x, Rational.ONE, 3, 2, 2, 2, 2, 0, 0, 0, 0, false, 1, 2, S8, HALF, 5));

    assertThat(graph(net.network(y)).nodes())
        .extracting(Node::op)
        .contains(
            new Float32AveragePool(
                new Ref("y.codes.transposed"), 2, 2, 2, 2, 0, 0, 0, 0, false, 3, 1, 2, S8, 5));
  }

  @Test
  void productsOfTwoTensorsHaveTwoAxes() {
    Ref a = net.input("a", Shape.of(1, 3), "s8/2^-1");
    Ref b = net.grid("b", Shape.of(3, 1), Rational.parse("2^-2"), 1, -2, 3);
    Ref y = net.node("y", Shape.of(1, 1), new RealBatchMatMul(a, b));

    FixedGraph graph = graph(net.network(y));

    assertThat(graph.nodes())
        .extracting(Node::op)
        .contains(new MatMul(new Ref("a.reshaped"), new Ref("b")));
    assertThat(graph.outputValues())
        .extracting(value -> value.scale().step())
        .isEqualTo(List.of(Rational.parse("2^-3")));
  }
}
