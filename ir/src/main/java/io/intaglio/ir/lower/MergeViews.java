package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Transpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `Reshape(Reshape(x)) → Reshape(x)` and `Transpose(Transpose(x)) → Transpose(x)`. The inner one
/// stays for whom else it serves.
///
/// Tempting and wrong: to swap a reshape and a transpose between two of a kind. `[2, 3]` transposed
/// and then seen as `[2, 3]` is not what it was.
final class MergeViews {
  private MergeViews() {}

  static FixedGraph run(FixedGraph graph) {
    Map<String, Op> makers = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Op op = merged(node.op(), makers);
      makers.put(node.result().name(), op);
      nodes.add(new Node(node.result(), op));
    }
    return new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
  }

  private static Op merged(Op op, Map<String, Op> makers) {
    if (op instanceof Reshape(Ref x, var to)
        && makers.get(x.name()) instanceof Reshape(Ref before, var _)) {
      return new Reshape(before, to);
    }
    if (op instanceof Transpose(Ref x, var outer)
        && makers.get(x.name()) instanceof Transpose(Ref before, var inner)) {
      return new Transpose(before, outer.stream().map(inner::get).toList());
    }
    return op;
  }
}
