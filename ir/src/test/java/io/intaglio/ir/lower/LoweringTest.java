package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private final NetworkMaker net = new NetworkMaker();

  private static Certified lower(Network network, LoweringOptions options) {
    Certified lowered = Lowering.lower(network, options);
    assertThat(Verifier.check(network)).isEmpty();
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    return lowered;
  }

  private static FixedGraph graph(Network network) {
    return lower(network, LoweringOptions.none()).boundary().graph();
  }

  private static List<Op> ops(FixedGraph graph) {
    return graph.nodes().stream().map(Node::op).toList();
  }

  @Test
  void aHeadTakesElementwiseNodesUpToTheQuantizer() {
    Ref x = net.input("x", Shape.of(1, 2, 2));
    Ref flat = net.node("flat", Shape.of(1, 4), new RealReshape(x));
    Ref two = net.stored("two", Shape.SCALAR, 2);
    Ref scaled = net.node("scaled", Shape.of(1, 4), new RealMultiply(flat, two));
    Ref q = net.quantize("q", Shape.of(1, 4), scaled, 0.5f, -8, 7);

    Certified lowered = lower(net.network(q), LoweringOptions.none());

    assertThat(lowered.boundary().graph().nodes())
        .singleElement()
        .extracting(Node::op)
        .isEqualTo(new Reshape(x, Shape.of(4)));
    assertThat(lowered.boundary().graph().inputs().get(0).type()).isEqualTo(IntType.signed(4));
    assertThat(lowered.boundary().heads().get(0).steps())
        .containsExactly(new FloatStep.Arithmetic(FloatStep.Kind.MULTIPLY, FloatTensor.scalar(2)));
    assertThat(lowered.boundary().heads().get(0).encoding()).isInstanceOf(Encoding.Quantize.class);
    assertThat(lowered.boundary().tails().get(0).scale().at(0)).isEqualTo(Rational.parse("1/2"));
  }

  @Test
  void aBiasOnTheAccumulatorsGridFoldsAndNamesTheLayer() {
    Ref x = net.input("x", Shape.of(1, 2), "s8/2^-4");
    Ref w = net.grid("w", Shape.of(2, 2), Rational.parse("2^-3"), 1, 2, -3, 4);
    Ref b = net.stored("b", Shape.of(2), 0.5, -0.0078125);
    Ref product = net.node("product", Shape.of(1, 2), new RealMatMul(x, w));
    Ref sum = net.node("sum", Shape.of(1, 2), new RealAdd(product, b));
    Ref rectified = net.node("rectified", Shape.of(1, 2), new RealRelu(sum));
    Ref q = net.quantize("q", Shape.of(1, 2), rectified, 0.25f, 0, 15);

    FixedGraph graph = graph(net.network(q));

    assertThat(graph.nodes().get(0).result().name()).isEqualTo("sum");
    assertThat(graph.nodes().get(0).result().origin())
        .hasToString("net.onnx:product, net.onnx:sum");
    assertThat(ops(graph).get(0))
        .isEqualTo(
            new Dense(x, IntTensor.of(Shape.of(2, 2), 1, -3, 2, 4), IntTensor.vector(64, -1), 0));
    assertThat(ops(graph).get(1)).isInstanceOf(Rescale.class);
    assertThat(graph.nodes()).hasSize(2);
  }

  @Test
  void aBiasOffTheGridStaysInTheTail() {
    Ref x = net.input("x", Shape.of(1, 2), "s8");
    Ref w = net.grid("w", Shape.of(2, 1), Rational.ONE, 1, 2);
    Ref product = net.node("product", Shape.of(1, 1), new RealMatMul(x, w));
    Ref b = net.stored("b", Shape.of(1), 0.5);
    Ref sum = net.node("sum", Shape.of(1, 1), new RealAdd(product, b));

    Certified lowered = lower(net.network(sum), LoweringOptions.none());

    Tail tail = lowered.boundary().tails().get(0);
    assertThat(tail.value()).isEqualTo("product");
    assertThat(tail.output()).isEqualTo("sum");
    assertThat(tail.steps())
        .containsExactly(new FloatStep.Arithmetic(FloatStep.Kind.ADD, FloatTensor.scalar(0.5f)));
  }

  @Test
  void aConvolutionStandsChannelLastAndADenseBehindItReadsItInThatOrder() {
    Ref x = net.input("x", Shape.of(1, 1, 2, 2), "u4");
    Ref w = net.grid("w", Shape.of(2, 1, 2, 2), Rational.ONE, 1, 2, 3, 4, 5, 6, 7, 8);
    Ref y = net.node("y", Shape.of(1, 2, 2, 2), new RealConv(x, w, 1, 1, 1, 1, 0, 0, 1, 1, 1));
    Ref flat = net.node("flat", Shape.of(1, 8), new RealReshape(y));
    Ref v = net.grid("v", Shape.of(8, 1), Rational.ONE, 1, 2, 3, 4, 5, 6, 7, 8);
    Ref z = net.node("z", Shape.of(1, 1), new RealMatMul(flat, v));

    FixedGraph graph = graph(net.network(z));

    assertThat(ops(graph))
        .hasExactlyElementsOfTypes(
            Reshape.class, Pad.class, Conv2d.class, Reshape.class, Dense.class);
    Conv2d conv = (Conv2d) ops(graph).get(2);
    assertThat(conv.weights().shape()).isEqualTo(Shape.of(2, 2, 2, 1));
    Dense dense = (Dense) ops(graph).get(4);
    assertThat(dense.weights().toArray()).containsExactly(1, 5, 2, 6, 3, 7, 4, 8);
  }

  @Test
  void aNetworkThatIsOneInputIsAGraphWithoutNodes() {
    Ref x = net.input("x", Shape.of(1, 3));

    Certified lowered =
        lower(net.network(x), LoweringOptions.of(InputFormat.parse("s4/2^-1,u3,s2")));

    assertThat(lowered.boundary().graph().nodes()).isEmpty();
    assertThat(lowered.boundary().graph().inputs().get(0).type()).isEqualTo(IntType.signed(4));
    assertThat(lowered.boundary().tails().get(0).scale().values())
        .containsExactly(Rational.parse("1/2"), Rational.ONE, Rational.ONE);
  }
}
