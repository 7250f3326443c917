package io.intaglio.sim.eval;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Ref;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Computes what a graph means: every value, element and bit of it, from its operators' formulas
/// over mathematical integers.
///
/// Arrays hold one sample after the other, each row-major in the value's shape. Every value that is
/// computed is checked against its declared type and range, so that a graph whose claims are wrong
/// does not go unnoticed.
public final class Evaluator {
  /// Elements of all values of the samples that are computed together.
  private static final int CHUNK_ELEMENTS = 1 << 21;

  private static final int MAX_CHUNK = 256;

  private final FixedGraph graph;
  private final Map<String, Value> values;
  private final List<Domain> inputs;
  private final List<Step> steps;
  private final int chunk;

  private record Step(Node node, Evaluation evaluation, Domain domain) {}

  /// @param graph a valid graph, as `io.intaglio.ir.verify.Verifier` says
  public Evaluator(FixedGraph graph) {
    this.graph = graph;
    this.values = graph.values();
    this.inputs = graph.inputs().stream().map(Domain::new).toList();
    this.steps = graph.nodes().stream().map(this::step).toList();
    long elements = values.values().stream().mapToLong(value -> value.shape().elements()).sum();
    this.chunk = Math.clamp(CHUNK_ELEMENTS / Math.max(elements, 1), 1, MAX_CHUNK);
  }

  private Step step(Node node) {
    List<Value> operands =
        node.op().operands().stream().map(ref -> values.get(ref.name())).toList();
    return new Step(node, Evaluations.of(node.op(), operands), new Domain(node.result()));
  }

  public FixedGraph graph() {
    return graph;
  }

  /// The outputs, in their order, of one sample given in the order of the inputs.
  ///
  /// @throws InvalidInput if an input code is not of its input's type and range
  public List<long[]> run(List<long[]> sample) {
    Map<String, long[]> results = runBatch(1, sample);
    return graph.outputs().stream().map(results::get).toList();
  }

  /// The outputs by name of `n` samples.
  ///
  /// @throws InvalidInput as [#runBatch(int, List, Collection)]
  public Map<String, long[]> runBatch(int n, List<long[]> batch) {
    return runBatch(n, batch, graph.outputs());
  }

  /// The values of the given names, in the order of the names, of `n` samples.
  ///
  /// @param batch one array an input, in order
  /// @throws InvalidInput if an input code is not of its input's type and range, or no value has a
  ///     name
  public Map<String, long[]> runBatch(int n, List<long[]> batch, Collection<String> names) {
    InputCheck.check(n, inputs, batch);
    Map<String, long[]> results = new LinkedHashMap<>();
    for (String name : names) {
      results.put(name, new long[Math.multiplyExact(n, named(name).shape().size())]);
    }
    for (int from = 0; from < n; from += chunk) {
      int to = Math.min(n, from + chunk);
      Map<String, long[]> part = runChunk(from, to, batch);
      for (Map.Entry<String, long[]> result : results.entrySet()) {
        long[] codes = part.get(result.getKey());
        System.arraycopy(
            codes, 0, result.getValue(), from * (codes.length / (to - from)), codes.length);
      }
    }
    return results;
  }

  private Value named(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.NONE,
              "no value is named '" + name + "'",
              "the values are: " + String.join(", ", values.keySet())));
    }
    return value;
  }

  private Map<String, long[]> runChunk(int from, int to, List<long[]> batch) {
    Map<String, long[]> known = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      int size = inputs.get(i).size();
      known.put(
          graph.inputs().get(i).name(), Arrays.copyOfRange(batch.get(i), from * size, to * size));
    }
    for (Step step : steps) {
      known.put(step.node().result().name(), compute(step, to - from, known));
    }
    return known;
  }

  private static long[] compute(Step step, int n, Map<String, long[]> known) {
    long[] result = new long[n * step.domain().size()];
    long[][] operands =
        step.node().op().operands().stream().map(Ref::name).map(known::get).toArray(long[][]::new);
    try {
      step.evaluation().run(n, operands, result);
    } catch (ArithmeticException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("evaluating " + step.node(), e);
    }
    int outside = step.domain().firstOutside(result);
    if (outside >= 0) {
      int element = outside % step.domain().size();
      throw new IllegalStateException(
          "%"
              + step.node().result().name()
              + step.domain().index(element)
              + " is "
              + result[outside]
              + ", declared "
              + step.domain().describe(element));
    }
    return result;
  }
}
