package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorMakerTest {
  private static final FixedGraph GRAPH = HandDesign.network().boundary().graph();

  @Test
  void cornersAreExtremesPatternsAndOneHots() {
    Vectors samples = new VectorMaker(GRAPH, List.of(), 1).make(200, List.of());
    assertThat(samples.sample(0).get(0)).containsExactly(-128, -128, -128, -128);
    assertThat(samples.sample(0).get(1)).containsExactly(1, 1);
    assertThat(samples.sample(1).get(0)).containsExactly(127, 127, 127, 127);
    assertThat(samples.sample(1).get(1)).containsExactly(29, 29);
    assertThat(samples.sample(2).get(0)).containsExactly(0, 0, 0, 0);
    assertThat(samples.sample(3).get(0)).containsExactly(127, -128, 127, -128);
    assertThat(samples.sample(5).get(0)).containsExactly(127, 0, 0, 0);
    assertThat(samples.corner()).isEqualTo(5 + 2 * 6);
    assertThat(samples.count()).isEqualTo(200);
  }

  @Test
  void everySampleIsOfItsRangeAndStride() {
    Vectors samples = new VectorMaker(GRAPH, List.of(), 1).make(500, List.of());
    Range range = GRAPH.inputs().get(1).range().broadcastTo(Shape.of(2));
    for (int i = 0; i < samples.count(); i++) {
      for (long code : samples.sample(i).get(1)) {
        assertThat(code).isBetween(range.lo(0), range.hi(0));
        assertThat(Math.floorMod(code - range.lo(0), 4L)).isZero();
      }
    }
    assertThat(samples.codes().get(1)).contains(1, 5, 9, 13, 17, 21, 25, 29);
  }

  @Test
  void allDataAreUsedAndCountAsVectors() {
    List<List<long[]>> data =
        List.of(
            List.of(new long[] {1, 2, 3, 4}, new long[] {5, 9}),
            List.of(new long[4], new long[] {1, 1}));
    Vectors samples = new VectorMaker(GRAPH, List.of(), 1).make(50, data);
    assertThat(samples.count()).isEqualTo(50);
    assertThat(samples.data()).isEqualTo(2);
    List<long[]> first = samples.sample(samples.corner() + samples.ties());
    assertThat(first.get(0)).containsExactly(1, 2, 3, 4);
    assertThat(first.get(1)).containsExactly(5, 9);
    assertThat(new VectorMaker(GRAPH, List.of(), 1).make(1, data).count()).isEqualTo(2);
  }

  @Test
  void tiesBringTheAccumulatorToAStepAndBesideIt() {
    List<Certificate.Step> steps =
        IntStream.rangeClosed(-6, 6)
            .mapToObj(code -> new Certificate.Step(64L * code, code))
            .toList();
    Certificate certificate =
        new Certificate(
            "y",
            Shape.SCALAR,
            List.of(new Certificate.Channel(new ExactChain(List.of()), -2048, 2047, 0, 0, steps)));
    Vectors samples = new VectorMaker(GRAPH, List.of(certificate), 1).make(400, List.of());
    assertThat(samples.ties()).isGreaterThan(20);
    Map<String, long[]> values =
        new Evaluator(GRAPH).runBatch(samples.count(), samples.codes(), List.of("sum"));
    List<Long> distances = new ArrayList<>();
    for (int i = samples.corner(); i < samples.corner() + samples.ties(); i++) {
      long nearest = Long.MAX_VALUE;
      for (int element = 0; element < 2; element++) {
        long sum = values.get("sum")[2 * i + element];
        for (Certificate.Step step : steps) {
          nearest = Math.abs(sum - step.at()) < Math.abs(nearest) ? sum - step.at() : nearest;
        }
      }
      distances.add(nearest);
    }
    assertThat(distances).allMatch(distance -> Math.abs(distance) <= 1).contains(-1L, 0L, 1L);
  }
}
