package io.intaglio.backend.hardware;

import static io.intaglio.backend.hardware.Graphs.random;
import static io.intaglio.backend.hardware.Graphs.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.testing.RandomGraphs;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PipeliningTest {
  /// 16 inputs of 8 bits added: four levels of adders of 9, 10, 11 and 12 bits.
  private static FixedGraph tree() {
    IntTensor ones = IntTensor.filled(Shape.of(1, 16), 1);
    return new Graphs()
        .input("x", "u8", 16)
        .node("y", new Dense(x("x"), ones, IntTensor.vector(0), 0))
        .outputs("y");
  }

  private static FixedGraph network(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Graphs()
        .input("x", "s8", 24)
        .node("a", new Dense(x("x"), random(random, -31, 31, 16, 24), random(random, -9, 9, 16), 0))
        .node("b", new Dense(x("a"), random(random, -31, 31, 24, 16), random(random, -9, 9, 24), 0))
        .node("skip", new Add(x("b"), x("x")))
        .node("y", new Dense(x("skip"), random(random, -7, 7, 4, 24), random(random, 0, 0, 4), 0))
        .outputs("y", "a");
  }

  private static Datapath plan(FixedGraph graph, int clock) {
    return ParallelPlanner.plan(graph, PlanChecks.options(clock, DelayModel.FPGA));
  }

  /// Adders of n bits take 1075 + 25·n ps, registers 200 ps: 1.300, 1.325, 1.350 and 1.375 ns.
  @ParameterizedTest
  @CsvSource({
    "1574,5", "2824,5", "2825,4", "2924,4", "2925,3", "4175,3", "5549,3", "5550,2", "99000,2"
  })
  void theClockDecidesTheStagesOfATree(int clock, int latency) {
    assertThat(plan(tree(), clock).latency()).isEqualTo(latency);
  }

  @Test
  void aStageLessGrowsTheBudgetUntilEachHoldsAsMuch() {
    Datapath plan = plan(tree(), 5_000);

    assertThat(plan.latency()).isEqualTo(3);
    assertThat(Timing.of(plan).longest()).isEqualTo(new Timing.Path(1_350 + 1_375, 2));
  }

  @Test
  void theBudgetIsTheSmallestForItsStages() {
    for (long seed = 0; seed < 10; seed++) {
      Draft draft = Drafting.of(network(seed), DelayModel.FPGA);
      Scheduler scheduler = new Scheduler(draft);
      for (int budget : new int[] {1_500, 2_500, 4_800, 9_000}) {
        Scheduler.Choice choice = scheduler.choose(budget);
        boolean[] none = new boolean[draft.parts().size()];
        int fewest = scheduler.place(budget, none).latency();
        int floor = Math.min(budget, draft.slowestCell());

        assertThat(choice.table().latency()).isEqualTo(fewest);
        assertThat(choice.budget()).isBetween(floor, budget);
        assertThat(scheduler.place(choice.budget() - 1, choice.fresh()).latency() > fewest)
            .isEqualTo(choice.budget() > floor);
      }
    }
  }

  @Test
  void aSlowerClockNeverNeedsMoreStages() {
    for (long seed = 0; seed < 40; seed++) {
      FixedGraph graph = RandomGraphs.graph(new SplittableRandom(seed));
      if (RandomPlansTest.buildable(graph)) {
        int latency = Integer.MAX_VALUE;
        for (int clock = 1_000; clock < 12_000; clock += 700) {
          int next = plan(graph, clock).latency();
          assertThat(next).isLessThanOrEqualTo(latency);
          latency = next;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPathFitsTheClockOrIsASingleCell(DelayModel delays) {
    for (long seed = 0; seed < 10; seed++) {
      for (int clock : new int[] {1_100, 2_000, 5_000}) {
        Datapath plan = ParallelPlanner.plan(network(seed), PlanChecks.options(clock, delays));
        Timing.Path longest = Timing.of(plan).longest();

        boolean fits = longest.picoseconds() + delays.overheadPicoseconds() <= clock;
        assertThat(fits).isEqualTo(ClockCheck.check(plan).isEmpty());
        assertThat(fits || longest.levels() == 1).isTrue();
      }
    }
  }

  @Test
  void registersAreCountedAsTheyAreBuilt() {
    for (long seed = 0; seed < 10; seed++) {
      Draft draft = Drafting.of(network(seed), DelayModel.FPGA);
      Scheduler scheduler = new Scheduler(draft);
      Scheduler.Choice choice = scheduler.choose(3_000);
      Datapath plan =
          Assembler.assemble(
              draft, scheduler, choice.table(), PlanChecks.options(3_200, DelayModel.FPGA));

      ResourceReport report = ResourceReport.of(plan);

      assertThat(report.inputRegisterBits()).isEqualTo(24 * 8);
      assertThat(report.validRegisterBits()).isEqualTo(plan.latency());
      assertThat(report.registerBits())
          .isEqualTo(scheduler.registerBits(choice.table()) + 24 * 8 + plan.latency());
    }
  }

  @Test
  void registersBeforeALayerReplaceMoreOfThemInside() {
    Draft draft = Drafting.of(network(3), DelayModel.FPGA);
    Scheduler scheduler = new Scheduler(draft);
    boolean[] none = new boolean[draft.parts().size()];
    Scheduler.Choice choice = scheduler.choose(4_000);

    assertThat(scheduler.registerBits(scheduler.place(4_000, choice.fresh())))
        .isLessThanOrEqualTo(scheduler.registerBits(scheduler.place(4_000, none)));
  }

  @Test
  void aCellSlowerThanTheClockIsNamedWithTheClockThatItNeeds() {
    FixedGraph graph =
        new Graphs()
            .input("a", "s12", 1)
            .input("b", "s12", 1)
            .node("p", new Mul(x("a"), x("b")))
            .node("y", new Add(x("p"), x("a")))
            .outputs("y");

    Datapath plan = plan(graph, 3_000);
    List<Diagnostic> warnings = ClockCheck.check(plan);

    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst().isError()).isFalse();
    assertThat(warnings.getFirst().code()).isEqualTo(Code.HW_TIMING);
    int clock = ResourceReport.of(plan).reachableClockPicoseconds();
    assertThat(warnings.getFirst().message()).contains("'p'", "Multiply", clock + " ps");
    assertThat(ClockCheck.check(plan(graph, clock))).isEmpty();
    assertThat(stageOf(plan, "p", CellOp.Multiply.class)).isEqualTo(1);
    assertThat(stageOf(plan, "y", CellOp.Add.class)).isEqualTo(2);
  }

  private static int stageOf(Datapath plan, String value, Class<? extends CellOp> kind) {
    Layer.Compute layer = Listing.layer(plan, value);
    Cell cell =
        layer.kernel().cells().stream()
            .filter(candidate -> kind.isInstance(candidate.op()))
            .findFirst()
            .orElseThrow();
    return layer.firstStage() + cell.stage();
  }

  @Test
  void theReportCountsCellsOfAllInstances() {
    ResourceReport report = ResourceReport.of(plan(tree(), 5_000));

    assertThat(report.layers()).hasSize(1);
    ResourceReport.LayerReport layer = report.layers().getFirst();
    assertThat(layer.adders()).isEqualTo(15);
    assertThat(layer.adderBits()).isEqualTo(8 * 9 + 4 * 10 + 2 * 11 + 12);
    assertThat(layer.registerBits()).isEqualTo(4 * 10 + 12);
    assertThat(layer.cells()).containsEntry("Add", 15L).containsEntry("Register", 5L).hasSize(2);
    assertThat(layer.levels()).isEqualTo(2);
    assertThat(report.latencyPicoseconds()).isEqualTo(15_000);
    assertThat(report.reachableClockPicoseconds()).isEqualTo(1_350 + 1_375 + 200);
  }

  @Test
  void skipConnectionsWaitInDelayLayers() {
    Datapath plan = plan(network(1), 3_000);

    assertThat(plan.layers())
        .filteredOn(layer -> layer instanceof Layer.Delay)
        .extracting(layer -> plan.graphName(layer.result().value()))
        .contains("x", "a");
  }
}
