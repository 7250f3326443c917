package io.intaglio.ir.edge;

import io.intaglio.ir.FixedGraph;
import java.util.List;

/// A lowered network: heads turn real inputs into codes, the graph computes on integers, tails turn
/// codes into real outputs. One head a graph input and one tail a graph output, in their order.
///
/// @param source the model's file name (no folder) and the profile it was read under, for reports
public record Boundary(String source, List<Head> heads, FixedGraph graph, List<Tail> tails) {
  public Boundary {
    heads = List.copyOf(heads);
    tails = List.copyOf(tails);
  }
}
