package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import java.util.Set;

/// How one input enters the graph.
///
/// @param tensor the tensor of the network that the graph's input stands for: the input itself, or
///     what its head quantizer makes
/// @param layout how that tensor's elements lie in the graph's input, whose order is the
///     input's own
/// @param chain the tensor's real values in terms of codes
/// @param absorbed nodes that the head executes
record PlannedHead(
    Head head,
    String tensor,
    Layout layout,
    Chain chain,
    IntType type,
    Range range,
    Set<String> absorbed) {
  Scale scale() {
    return Pending.scale(chain);
  }
}
