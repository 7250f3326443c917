package io.intaglio.ir.lower;

import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `a node that no output needs → nothing`, so that it does not count as a reader of its operands.
final class RemoveDeadNodes {
  private RemoveDeadNodes() {}

  static Network run(Network network) {
    Set<String> live = new HashSet<>(network.outputs());
    for (RealNode node : network.nodes().reversed()) {
      if (live.contains(node.result())) {
        node.op().operands().stream().map(Ref::name).forEach(live::add);
      }
    }
    List<RealNode> nodes =
        network.nodes().stream().filter(node -> live.contains(node.result())).toList();
    return new Network(
        network.source(), network.profile(), network.inputs(), nodes, network.outputs());
  }
}
