package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.op.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `a value that no output needs → nothing`. Inputs stay: they are the network's interface.
final class RemoveDeadValues {
  private RemoveDeadValues() {}

  static FixedGraph run(FixedGraph graph) {
    Set<String> live = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes().reversed()) {
      if (live.contains(node.result().name())) {
        node.op().operands().stream().map(Ref::name).forEach(live::add);
      }
    }
    List<Node> nodes =
        graph.nodes().stream().filter(node -> live.contains(node.result().name())).toList();
    return new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
  }
}
