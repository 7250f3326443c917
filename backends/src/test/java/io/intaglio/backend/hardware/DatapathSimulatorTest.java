package io.intaglio.backend.hardware;

import static io.intaglio.backend.hardware.Graphs.random;
import static io.intaglio.backend.hardware.Graphs.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.testing.GraphShrinker;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomGraphs;
import io.intaglio.ir.testing.Vectors;
import io.intaglio.sim.cycle.DatapathSimulator;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The registers of plans, clocked, with a new sample at every edge.
class DatapathSimulatorTest {
  private static final int TRIES = 120;
  private static final int SAMPLES = 9;

  private final SplittableRandom random = new SplittableRandom(5);

  /// Samples of which any value is wrong, or visible in another cycle than its stage says.
  private static int wrongSamples(FixedGraph graph, Datapath datapath) {
    List<long[]> batch = Vectors.random(graph, SAMPLES, new SplittableRandom(3));
    Map<String, Integer> stages = stages(graph, datapath);
    Map<String, long[]> meant = new Evaluator(graph).runBatch(SAMPLES, batch, stages.keySet());
    DatapathSimulator simulator = new DatapathSimulator(datapath);
    boolean[] wrong = new boolean[SAMPLES];
    for (int edge = 1; edge < SAMPLES + datapath.latency(); edge++) {
      simulator.edge(Vectors.sample(graph, batch, Math.min(edge, SAMPLES) - 1));
      for (Map.Entry<String, Integer> value : stages.entrySet()) {
        int sample = edge - value.getValue();
        if (sample >= 0 && sample < SAMPLES) {
          long[] seen = simulator.visible(value.getKey());
          wrong[sample] |= !Arrays.equals(seen, sample(meant.get(value.getKey()), sample));
        }
      }
    }
    int count = 0;
    for (boolean one : wrong) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static long[] sample(long[] all, int sample) {
    int size = all.length / SAMPLES;
    return Arrays.copyOfRange(all, sample * size, (sample + 1) * size);
  }

  /// The values of the graph that the plan makes, and the edge after which each is visible.
  private static Map<String, Integer> stages(FixedGraph graph, Datapath datapath) {
    Map<String, Integer> stages = new LinkedHashMap<>();
    for (Bus input : datapath.inputs()) {
      stages.put(input.value(), input.stage());
    }
    for (Layer layer : datapath.layers()) {
      stages.put(layer.result().value(), layer.result().stage());
    }
    stages.keySet().retainAll(graph.values().keySet());
    return stages;
  }

  @Test
  void clockedPlansOfRandomGraphsGiveWhatTheEvaluatorGives() {
    AtomicInteger planned = new AtomicInteger();
    Property.forAll(
        5_000,
        TRIES,
        RandomGraphs::graph,
        GraphShrinker::shrink,
        graph -> {
          int clock = 1_500 + 700 * graph.nodes().size();
          Datapath datapath;
          try {
            datapath = ParallelPlanner.plan(graph, PlanChecks.options(clock, DelayModel.FPGA));
          } catch (InvalidInput refused) {
            return;
          }
          planned.incrementAndGet();
          assertThat(wrongSamples(graph, datapath)).isZero();
        });
    assertThat(planned.get()).isGreaterThan(TRIES / 2);
  }

  @Test
  void outputsLeaveInTheLastStageInTheGraphsOrder() {
    FixedGraph graph = twoLayers();
    Datapath datapath = plan(graph);
    List<long[]> batch = Vectors.random(graph, SAMPLES, new SplittableRandom(4));
    Map<String, long[]> meant = new Evaluator(graph).runBatch(SAMPLES, batch);
    DatapathSimulator simulator = new DatapathSimulator(datapath);
    for (int edge = 1; edge < SAMPLES + datapath.latency(); edge++) {
      simulator.edge(Vectors.sample(graph, batch, Math.min(edge, SAMPLES) - 1));
      int sample = edge - datapath.latency();
      for (int o = 0; sample >= 0 && o < graph.outputs().size(); o++) {
        assertThat(simulator.visible(datapath.outputs().get(o)))
            .containsExactly(sample(meant.get(graph.outputs().get(o)), sample));
      }
    }
  }

  /// Two dense layers and a skip connection, which needs registers of its own.
  private FixedGraph twoLayers() {
    return new Graphs()
        .input("x", "s5", 6)
        .node("a", new Dense(x("x"), random(random, -9, 9, 6, 6), random(random, -7, 7, 6), 0))
        .node("b", new Dense(x("a"), random(random, -9, 9, 6, 6), random(random, -7, 7, 6), 0))
        .node("y", new Add(x("b"), x("x")))
        .outputs("y", "a");
  }

  private static Datapath plan(FixedGraph graph) {
    return ParallelPlanner.plan(graph, PlanChecks.options(2_000, DelayModel.FPGA));
  }

  @Test
  void aPlanWithoutFaultIsRight() {
    FixedGraph graph = twoLayers();

    assertThat(wrongSamples(graph, plan(graph))).isZero();
  }

  @Test
  void aChangedConstantIsSeen() {
    FixedGraph graph = twoLayers();

    Datapath faulty =
        withLayer(plan(graph), "a", layer -> withCell(layer, DatapathSimulatorTest::shifted));

    assertThat(wrongSamples(graph, faulty)).isPositive();
  }

  @Test
  void aMissingRegisterIsSeen() {
    FixedGraph graph = twoLayers();

    Datapath faulty =
        withLayer(plan(graph), "b", layer -> withCell(layer, DatapathSimulatorTest::unregistered));

    assertThat(wrongSamples(graph, faulty)).isPositive();
  }

  @Test
  void aSkipConnectionThatIsARankShortIsSeen() {
    FixedGraph graph = twoLayers();
    Datapath datapath = plan(graph);
    List<Layer> layers = new ArrayList<>(datapath.layers());
    int changed = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Delay delay && delay.operand().equals("x")) {
        layers.set(
            i, new Layer.Delay(delay.result(), delay.operand(), delay.ranks() - 1, delay.origin()));
        changed++;
      }
    }

    assertThat(changed).isEqualTo(1);
    assertThat(wrongSamples(graph, with(datapath, layers))).isPositive();
  }

  private static Datapath with(Datapath old, List<Layer> layers) {
    return new Datapath(
        old.name(),
        old.clockPicoseconds(),
        old.delayModel(),
        old.handshake(),
        old.inputs(),
        layers,
        old.outputs(),
        old.latency(),
        old.initiationInterval());
  }

  private static Datapath withLayer(Datapath old, String value, UnaryOperator<Layer.Compute> how) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : old.layers()) {
      boolean here = layer.result().value().equals(value);
      layers.add(here ? how.apply((Layer.Compute) layer) : layer);
    }
    return with(old, layers);
  }

  /// The layer with the first cell changed that `how` gives another operation for.
  private static Layer.Compute withCell(Layer.Compute old, UnaryOperator<CellOp> how) {
    List<Cell> cells = new ArrayList<>(old.kernel().cells());
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      CellOp other = how.apply(cell.op());
      if (!other.equals(cell.op())) {
        cells.set(i, new Cell(cell.name(), other, cell.lo(), cell.hi(), cell.stage()));
        Kernel kernel = old.kernel();
        return new Layer.Compute(
            old.result(),
            old.operator(),
            new Kernel(kernel.name(), cells, kernel.outputs(), kernel.depth()),
            old.instances(),
            old.origin());
      }
    }
    throw new AssertionError("no cell to change in " + old.result().value());
  }

  private static CellOp shifted(CellOp op) {
    return op instanceof CellOp.Add(int a, int shiftA, int b, int shiftB)
        ? new CellOp.Add(a, shiftA + 1, b, shiftB)
        : op;
  }

  private static CellOp unregistered(CellOp op) {
    return op instanceof CellOp.Register(int cell) ? new CellOp.ShiftLeft(cell, 0) : op;
  }
}
