package io.intaglio.backend.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.testing.GraphShrinker;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomGraphs;
import io.intaglio.ir.text.DatapathText;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RandomPlansTest {
  private static final int TRIES = 150;

  private static PlanOptions options(FixedGraph graph) {
    SplittableRandom random = new SplittableRandom(graph.nodes().size());
    DelayModel delays = random.nextBoolean() ? DelayModel.FPGA : DelayModel.ASIC;
    return PlanChecks.options(random.nextInt(1_000, 9_000), delays);
  }

  static boolean buildable(FixedGraph graph) {
    return Legalizer.check(graph).isEmpty()
        && Legalizer.checkPorts(graph, Drafting.of(graph, DelayModel.FPGA)).isEmpty();
  }

  @Test
  void everyGraphIsRefusedOrPlannedAsItMeans() {
    AtomicInteger planned = new AtomicInteger();
    Property.forAll(
        1,
        TRIES,
        RandomGraphs::graph,
        GraphShrinker::shrink,
        graph -> {
          if (buildable(graph)) {
            planned.incrementAndGet();
            PlanChecks.computesWhatTheGraphMeans(graph, options(graph), 8, 11);
          }
        });
    assertThat(planned.get()).isGreaterThan(TRIES / 2);
  }

  @Test
  void plansReadBackFromTheirText() {
    Property.forAll(
        1_000,
        20,
        RandomGraphs::graph,
        GraphShrinker::shrink,
        graph -> {
          if (buildable(graph)) {
            Datapath plan = ParallelPlanner.plan(graph, options(graph));
            assertThat(DatapathText.read(DatapathText.write(plan), "plan")).isEqualTo(plan);
          }
        });
  }
}
