package io.intaglio.backend.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.DatapathChecker;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.testing.Vectors;
import io.intaglio.sim.eval.Evaluator;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Plans of graphs held against what the graphs mean.
final class PlanChecks {
  private PlanChecks() {}

  static PlanOptions options(int clockPicoseconds, DelayModel delays) {
    return new PlanOptions("design", clockPicoseconds, delays, Handshake.VALID);
  }

  /// Demands a sound datapath whose every value of the graph, element by element, equals the
  /// evaluator's.
  static void computesWhatTheGraphMeans(
      FixedGraph graph, PlanOptions options, int samples, long seed) {
    Datapath datapath = ParallelPlanner.plan(graph, options);
    assertThat(DatapathChecker.check(datapath)).isEmpty();
    Set<String> made = new LinkedHashSet<>();
    for (Layer layer : datapath.layers()) {
      made.add(layer.result().value());
    }
    made.retainAll(graph.values().keySet());
    made.addAll(graph.outputs());
    List<long[]> batch = Vectors.random(graph, samples, new SplittableRandom(seed));
    Map<String, long[]> meant = new Evaluator(graph).runBatch(samples, batch, made);
    for (int s = 0; s < samples; s++) {
      Map<String, long[]> values =
          DatapathInterpreter.run(datapath, Vectors.sample(graph, batch, s));
      for (String name : made) {
        int size = meant.get(name).length / samples;
        long[] sample = Arrays.copyOfRange(meant.get(name), s * size, (s + 1) * size);
        assertThat(values.get(name)).as("%s of sample %s", name, s).containsExactly(sample);
      }
      for (int o = 0; o < graph.outputs().size(); o++) {
        assertThat(values.get(datapath.outputs().get(o)))
            .containsExactly(values.get(graph.outputs().get(o)));
        assertThat(datapath.graphName(datapath.outputs().get(o))).isEqualTo(graph.outputs().get(o));
      }
    }
  }
}
