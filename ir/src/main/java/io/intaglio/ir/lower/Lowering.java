package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.net.Network;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Network → boundary and certificates: every value an integer, every rounding proven.
public final class Lowering {
  private Lowering() {}

  /// Lowers a network.
  ///
  /// @throws InvalidInput with all that cannot be lowered exactly: an input without a domain
  ///     (`DOM-001`), values on no integer grid (`LOW-001`), operators or rescales without an exact
  ///     integer form (`LOW-002`), values of more than 63 bits (`LOW-003`)
  public static Certified lower(Network network, LoweringOptions options) {
    Certified lowered = new LowerNetwork(Pipelines.prepare(network), options).lower();
    Boundary boundary = lowered.boundary();
    FixedGraph graph = Pipelines.finish(boundary.graph());
    Set<String> values =
        graph.nodes().stream().map(Node::result).map(Value::name).collect(Collectors.toSet());
    List<Certificate> certificates =
        lowered.certificates().stream().filter(c -> values.contains(c.value())).toList();
    return new Certified(
        new Boundary(boundary.source(), boundary.heads(), graph, boundary.tails()), certificates);
  }
}
