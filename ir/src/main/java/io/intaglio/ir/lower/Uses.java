package io.intaglio.ir.lower;

import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who makes and who reads each tensor of a network.
final class Uses {
  private final Map<String, RealNode> makers = new HashMap<>();
  private final Map<String, List<RealNode>> readers = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Shape> shapes;

  Uses(Network network) {
    shapes = network.shapes();
    for (RealNode node : network.nodes()) {
      makers.put(node.result(), node);
      for (Ref ref : node.op().operands()) {
        readers.computeIfAbsent(ref.name(), r -> new ArrayList<>()).add(node);
        counts.merge(ref.name(), 1, Integer::sum);
      }
    }
    network.outputs().forEach(output -> counts.merge(output, 1, Integer::sum));
  }

  /// The node that makes `tensor`, or null for an input of the network.
  RealNode maker(String tensor) {
    return makers.get(tensor);
  }

  /// The one node that reads `tensor`, or null if there are others, none, or it is an output.
  RealNode onlyReader(String tensor) {
    List<RealNode> all = readers.getOrDefault(tensor, List.of());
    return all.size() == 1 && count(tensor) == 1 ? all.get(0) : null;
  }

  Shape shape(String tensor) {
    return shapes.get(tensor);
  }

  /// Operands and outputs that are `tensor`.
  int count(String tensor) {
    return counts.getOrDefault(tensor, 0);
  }
}
