package io.intaglio.cli.demo;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.sim.cycle.DatapathSimulator;
import io.intaglio.sim.eval.Evaluator;
import java.util.Arrays;
import java.util.List;

/// Two ways to the same numbers: the evaluator against recorded results, and the registers of the
/// plan, clocked, against the evaluator. For a network of one input and one output.
final class Comparison {
  private final int samples;
  private final long[] inputs;
  private final long[] outputs;

  Comparison(FixedGraph graph, int samples, long[] inputs) {
    this.samples = samples;
    this.inputs = inputs;
    String output = graph.outputs().getFirst();
    this.outputs = new Evaluator(graph).runBatch(samples, List.of(inputs)).get(output);
  }

  /// How many of the evaluator's output codes differ from `recorded`.
  long differencesFrom(long[] recorded) {
    long differences = Math.abs((long) recorded.length - outputs.length);
    for (int i = 0; i < Math.min(recorded.length, outputs.length); i++) {
      differences += recorded[i] == outputs[i] ? 0 : 1;
    }
    return differences;
  }

  /// How many samples come out of the clocked plan wrong or in another cycle than its latency says,
  /// with a new sample at every edge.
  long wrongSamples(Datapath datapath) {
    DatapathSimulator simulator = new DatapathSimulator(datapath);
    int in = inputs.length / samples;
    int out = outputs.length / samples;
    long wrong = 0;
    int edges = samples + datapath.latency() - 1;
    for (int edge = 0; edge < edges; edge++) {
      int fed = Math.min(edge, samples - 1);
      simulator.edge(List.of(Arrays.copyOfRange(inputs, fed * in, (fed + 1) * in)));
      int due = edge - (datapath.latency() - 1);
      if (due >= 0) {
        long[] seen = simulator.visible(datapath.outputs().getFirst());
        long[] expected = Arrays.copyOfRange(outputs, due * out, (due + 1) * out);
        wrong += Arrays.equals(seen, expected) ? 0 : 1;
      }
    }
    return wrong;
  }

  int outputCodes() {
    return outputs.length;
  }
}
