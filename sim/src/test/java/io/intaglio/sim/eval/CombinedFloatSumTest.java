package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sums in float32 of two bytes, before and after they become integer sums: all pairs.
class CombinedFloatSumTest {
  private static final int PAIRS = 1 << 16;
  private static final IntType S8 = IntType.signed(8);

  private static Op lowered(Shape a, Shape b, float ratioA, float ratioB, float offset) {
    return graph(a, b, ratioA, ratioB, offset).nodes().getLast().op();
  }

  private static FixedGraph graph(Shape a, Shape b, float ratioA, float ratioB, float offset) {
    NetworkMaker net = new NetworkMaker();
    Ref x = net.input("a", a, "s8");
    Ref z = net.input("b", b, "s8");
    Rational one = Rational.ONE;
    Ref y =
        net.node(
            "y", a, new RealFloat32Add(x, z, one, 0, one, 0, ratioA, ratioB, offset, S8, one, 0));
    return Lowering.lower(net.network(y), LoweringOptions.none()).boundary().graph();
  }

  // The residual additions of MLPerf Tiny's ResNet, and a pair of equal scales.
  @ParameterizedTest
  @CsvSource({
    "0x1.59dc18p-8, -128, 0x1.55fae2p-7, 21, 0x1.9dfcf8p-8, -128",
    "0x1.7053cep-7, -26, 0x1.ad2614p-6, 14, 0x1.fc0c5ap-7, -128",
    "0x1.274ecep-4, 43, 0x1.6149a6p-3, 17, 0x1.80da0cp-4, -128",
    "0.1, 3, 0.1, -4, 0.1, 5"
  })
  void allPairsGiveTheSameCode(
      float scaleA, int zeroA, float scaleB, int zeroB, float scale, int zeroPoint) {
    float ratioA = scaleA / scale;
    float ratioB = scaleB / scale;
    float offset = zeroPoint - (ratioA * zeroA + ratioB * zeroB);
    Shape all = Shape.of(1, PAIRS);
    long[] a = new long[PAIRS];
    long[] b = new long[PAIRS];
    long[] expected = new long[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      a[i] = i / 256 - 128L;
      b[i] = i % 256 - 128L;
      float sum = Math.fma((float) a[i], ratioA, Math.fma((float) b[i], ratioB, offset));
      expected[i] = Math.clamp((long) Math.rint(sum), -128, 127);
    }
    FixedGraph graph = graph(all, all, ratioA, ratioB, offset);

    assertThat(graph.nodes().getLast().op()).isInstanceOf(Combine.class);
    assertThat(new Evaluator(graph).run(List.of(a, b)).get(0)).isEqualTo(expected);
  }

  @Test
  void tiesToEvenStayInFloat() {
    Shape few = Shape.of(1, 2);

    assertThat(lowered(few, few, 0.5f, 0.5f, 0)).isInstanceOf(Float32Add.class);
  }

  @Test
  void broadcastOperandsStayInFloat() {
    assertThat(lowered(Shape.of(1, 2), Shape.of(1, 1), 1, 1, 0)).isInstanceOf(Float32Add.class);
  }
}
