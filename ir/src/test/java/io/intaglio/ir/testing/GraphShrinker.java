package io.intaglio.ir.testing;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Smaller valid graphs that hold a part of a valid one.
public final class GraphShrinker {
  private GraphShrinker() {}

  /// Graphs that compute only one of the values, then graphs in which a value is an input rather
  /// than computed, each without what it does not need.
  public static List<FixedGraph> shrink(FixedGraph graph) {
    List<FixedGraph> smaller = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!graph.outputs().equals(List.of(node.result().name()))) {
        smaller.add(pruned(graph.inputs(), graph.nodes(), List.of(node.result().name()), graph));
      }
    }
    for (Node cut : graph.nodes()) {
      if (!graph.outputs().contains(cut.result().name())) {
        List<Value> inputs = new ArrayList<>(graph.inputs());
        inputs.add(cut.result());
        List<Node> nodes = graph.nodes().stream().filter(node -> !node.equals(cut)).toList();
        smaller.add(pruned(inputs, nodes, graph.outputs(), graph));
      }
    }
    return smaller.stream().filter(small -> size(small) < size(graph)).toList();
  }

  private static int size(FixedGraph graph) {
    return graph.nodes().size() * 4 + graph.inputs().size() + graph.outputs().size();
  }

  private static FixedGraph pruned(
      List<Value> inputs, List<Node> nodes, List<String> outputs, FixedGraph graph) {
    Set<String> needed = new HashSet<>(outputs);
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (needed.contains(node.result().name())) {
        kept.addFirst(node);
        node.op().operands().stream().map(Ref::name).forEach(needed::add);
      }
    }
    List<Value> read = inputs.stream().filter(input -> needed.contains(input.name())).toList();
    return new FixedGraph(graph.name(), read, kept, outputs);
  }
}
