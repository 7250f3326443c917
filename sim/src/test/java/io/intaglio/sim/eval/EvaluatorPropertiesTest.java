package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.testing.GraphShrinker;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomGraphs;
import io.intaglio.ir.testing.Vectors;
import io.intaglio.ir.type.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The evaluator against range analysis, and against itself sample by sample.
class EvaluatorPropertiesTest {
  private static final int GRAPHS = 400;
  private static final int SAMPLES = 24;
  private static final long MOST_COMBINATIONS = 20_000;

  @Test
  void everyValueLiesInTheInferredRangeAndOnItsStride() {
    Property.forAll(
        1,
        GRAPHS,
        RandomGraphs::withKernels,
        GraphShrinker::shrink,
        graph -> {
          // Inferred ranges are the tightest, and the evaluator checks all that it computes.
          FixedGraph inferred = RangeAnalysis.infer(graph);
          List<long[]> inputs = Vectors.random(inferred, SAMPLES, new SplittableRandom(7));
          Evaluator evaluator = new Evaluator(inferred);
          List<String> all = List.copyOf(inferred.values().keySet());

          Map<String, long[]> values = evaluator.runBatch(SAMPLES, inputs, all);

          assertThat(values.keySet()).containsExactlyElementsOf(all);
          assertThat(values.get(graph.outputs().get(0)))
              .isEqualTo(
                  new Evaluator(graph).runBatch(SAMPLES, inputs).get(graph.outputs().get(0)));
        });
  }

  @Test
  void aBatchIsItsSamplesOneByOne() {
    Property.forAll(
        1000,
        GRAPHS / 4,
        RandomGraphs::withKernels,
        GraphShrinker::shrink,
        graph -> {
          List<long[]> batch = Vectors.random(graph, SAMPLES, new SplittableRandom(3));
          Evaluator evaluator = new Evaluator(graph);
          Map<String, long[]> together = evaluator.runBatch(SAMPLES, batch);
          for (int sample = 0; sample < SAMPLES; sample++) {
            List<long[]> alone = evaluator.run(Vectors.sample(graph, batch, sample));
            for (int k = 0; k < alone.size(); k++) {
              long[] all = together.get(graph.outputs().get(k));
              int size = alone.get(k).length;
              assertThat(alone.get(k))
                  .containsExactly(Arrays.copyOfRange(all, sample * size, (sample + 1) * size));
            }
          }
        });
  }

  /// All combinations of inputs of small single-operator graphs: the range is the smallest there
  /// is, its bounds are attained, and the stride divides every difference.
  @Test
  void boundsOfSingleOperatorsAreAttained() {
    int exhausted = 0;
    for (long seed = 1; seed <= 6000; seed++) {
      FixedGraph graph = RangeAnalysis.infer(RandomGraphs.single(new SplittableRandom(seed)));
      List<List<Long>> choices = choices(graph);
      long combinations =
          choices.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1L << 40));
      Value result = graph.nodes().getFirst().result();
      if (combinations <= MOST_COMBINATIONS && result.shape().size() > 0 && independent(graph)) {
        exhausted++;
        assertAttained("seed " + seed + ": " + graph, graph, choices, (int) combinations);
      }
    }
    assertThat(exhausted).isGreaterThan(300);
  }

  /// Whether the operator reads each of its operands once, as range analysis supposes.
  private static boolean independent(FixedGraph graph) {
    List<Ref> operands = graph.nodes().getFirst().op().operands();
    return operands.size() == operands.stream().distinct().count();
  }

  /// The values of every element of every input that the operator reads; of others, the first.
  private static List<List<Long>> choices(FixedGraph graph) {
    List<List<Long>> choices = new ArrayList<>();
    for (Value input : graph.inputs()) {
      boolean read = graph.nodes().getFirst().op().operands().contains(new Ref(input.name()));
      Range range = input.range().broadcastTo(input.shape());
      for (int i = 0; i < range.size(); i++) {
        List<Long> values = new ArrayList<>();
        long last = read ? range.hi(i) : range.lo(i);
        for (long v = range.lo(i); v <= last; v += 1L << range.log2Stride(i)) {
          values.add(v);
        }
        choices.add(values);
      }
    }
    return choices;
  }

  private static void assertAttained(
      String what, FixedGraph graph, List<List<Long>> choices, int combinations) {
    Value result = graph.nodes().getFirst().result();
    int size = result.shape().size();
    long[] codes =
        new Evaluator(graph)
            .runBatch(combinations, combinations(graph, choices, combinations))
            .get(result.name());
    Range range = result.range().broadcastTo(result.shape());
    for (int i = 0; i < size; i++) {
      long lo = Long.MAX_VALUE;
      long hi = Long.MIN_VALUE;
      long differences = 0;
      for (int sample = 0; sample < combinations; sample++) {
        long code = codes[sample * size + i];
        lo = Math.min(lo, code);
        hi = Math.max(hi, code);
        differences |= code - codes[i];
      }
      assertThat(range.lo(i)).as(what).isEqualTo(lo);
      assertThat(range.hi(i)).as(what).isEqualTo(hi);
      int stride = differences == 0 ? 0 : Long.numberOfTrailingZeros(differences);
      assertThat(range.log2Stride(i)).as(what).isLessThanOrEqualTo(stride);
    }
  }

  private static List<long[]> combinations(
      FixedGraph graph, List<List<Long>> choices, int combinations) {
    List<long[]> inputs = new ArrayList<>();
    int first = 0;
    long period = 1;
    for (Value input : graph.inputs()) {
      int size = input.shape().size();
      long[] codes = new long[size * combinations];
      for (int i = 0; i < size; i++) {
        List<Long> values = choices.get(first + i);
        for (int sample = 0; sample < combinations; sample++) {
          codes[sample * size + i] = values.get((int) (sample / period % values.size()));
        }
        period *= values.size();
      }
      first += size;
      inputs.add(codes);
    }
    return inputs;
  }
}
