package io.intaglio.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network of integers only: inputs, then nodes in an order in which every operand is made before
/// it is used, then the names of the values that leave.
///
/// The constructor accepts any lists; `io.intaglio.ir.verify.Verifier` says what a valid graph is.
public record FixedGraph(String name, List<Value> inputs, List<Node> nodes, List<String> outputs) {
  public FixedGraph {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /// All values by name, inputs first, in graph order. Of two with one name the first counts.
  public Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    inputs.forEach(input -> values.putIfAbsent(input.name(), input));
    nodes.forEach(node -> values.putIfAbsent(node.result().name(), node.result()));
    return values;
  }

  /// The values that leave, in order. Needs a valid graph.
  public List<Value> outputValues() {
    Map<String, Value> values = values();
    return outputs.stream().map(values::get).toList();
  }
}
