package io.intaglio.ir.lower;

import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The longest elementwise suffix before an output.
///
/// @param start the tensor that the suffix begins at
/// @param suffix its nodes, views among them, in order
record PlannedTail(String output, String start, List<RealNode> suffix) {
  static List<PlannedTail> of(Network network, Uses uses, Map<String, RealTensor> constants) {
    return network.outputs().stream().map(output -> of(output, uses, constants)).toList();
  }

  private static PlannedTail of(String output, Uses uses, Map<String, RealTensor> constants) {
    List<RealNode> suffix = new ArrayList<>();
    String tensor = output;
    while (true) {
      RealNode node = uses.maker(tensor);
      Optional<String> before = node == null ? Optional.empty() : before(node, uses, constants);
      if (before.isEmpty()) {
        return new PlannedTail(output, tensor, List.copyOf(suffix));
      }
      suffix.add(0, node);
      tensor = before.get();
    }
  }

  /// The operand of a node that a tail can execute.
  private static Optional<String> before(
      RealNode node, Uses uses, Map<String, RealTensor> constants) {
    if (node.op() instanceof RealReshape(Ref x)) {
      return Optional.of(x.name());
    }
    if (node.op() instanceof RealTranspose transpose) {
      return Optional.of(transpose.x().name());
    }
    return ElementwiseStep.of(node, constants)
        .filter(step -> keepsSize(step, uses, node))
        .map(ElementwiseStep::x);
  }

  private static boolean keepsSize(ElementwiseStep step, Uses uses, RealNode node) {
    return uses.shape(step.x()).elements() == node.shape().elements();
  }
}
