package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What operators on a runtime's codes leave in the graph.
class CodesTest {
  private static final Shape IMAGE = Shape.of(1, 2, 2, 3);

  private final NetworkMaker net = new NetworkMaker();

  private static FixedGraph graph(Network network) {
    Certified lowered = Lowering.lower(network, LoweringOptions.none());
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    return lowered.boundary().graph();
  }

  private static RealLookup lookup(Ref x, IntTensor table, int axis, String inputStep) {
    return new RealLookup(
        x, Rational.parse(inputStep), 0, table, axis, -2, IntType.signed(4), Rational.ONE, 1);
  }

  @Test
  void aTableOfCodesIsALookup() {
    Ref x = net.input("x", Shape.of(1, 3), "s2/2^-1");
    IntTensor table = IntTensor.vector(5, -3, 0, 7);
    Ref y = net.node("y", Shape.of(1, 3), lookup(x, table, 1, "2^-1"));

    FixedGraph graph = graph(net.network(y));

    assertThat(graph.nodes()).extracting(Node::op).containsExactly(new Lookup(x, table, -2));
    assertThat(graph.nodes().get(0).result().scale().zeroPoint()).isEqualTo(1);
  }

  @Test
  void rowsBelongToTheirAxis() {
    Ref x = net.input("x", IMAGE, "s2");
    IntTensor table = IntTensor.of(Shape.of(2, 4), 5, -3, 0, 7, 1, 2, 3, 4);
    Ref y = net.node("y", IMAGE, lookup(x, table, 1, "1"));

    assertThat(graph(net.network(y)).nodes())
        .extracting(Node::op)
        .startsWith(
            new Transpose(x, List.of(1, 2, 0)), new Lookup(new Ref("x.transposed"), table, -2));
  }

  @Test
  void aTensorOffTheGridIsRefused() {
    Ref x = net.input("x", Shape.of(1, 3), "s2/2^-1");
    Ref y = net.node("y", Shape.of(1, 3), lookup(x, IntTensor.vector(5, -3, 0, 7), 1, "1"));

    assertThatThrownBy(() -> graph(net.network(y)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("off the grid");
  }

  @Test
  void aTableThatDoesNotCoverTheCodesIsRefused() {
    Ref x = net.input("x", Shape.of(1, 3), "s3");
    Ref y = net.node("y", Shape.of(1, 3), lookup(x, IntTensor.vector(5, -3, 0, 7), 1, "1"));

    assertThatThrownBy(() -> graph(net.network(y)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the table holds 4 entries");
  }

  @Test
  void aSumIsOneHighWindow() {
    Ref x = net.input("x", IMAGE, "s2");
    Ref y = net.node("y", Shape.of(1, 2), new RealReduceSum(x, List.of(2, 3), false));

    assertThat(graph(net.network(y)).nodes())
        .extracting(Node::op)
        .anySatisfy(
            op ->
                assertThat(op)
                    .isInstanceOfSatisfying(
                        SumPool.class,
                        pool -> {
                          assertThat(pool.kernelH()).isEqualTo(6);
                          assertThat(pool.kernelW()).isEqualTo(1);
                        }));
  }

  @Test
  void slicesAreGathered() {
    Ref x = net.input("x", IMAGE, "s2");
    Ref y = net.node("y", Shape.of(1, 2, 2, 4), new RealGather(x, 3, List.of(2, 0, 0, 1)));

    assertThat(graph(net.network(y)).nodes())
        .extracting(Node::op)
        .containsExactly(new Gather(x, 2, List.of(2, 0, 0, 1)));
  }
}
