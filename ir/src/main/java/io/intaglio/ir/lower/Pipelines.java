package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.range.RangeAnalysis;
import java.util.List;
import java.util.function.UnaryOperator;

/// The order of passes, and why it is this one.
public final class Pipelines {
  private Pipelines() {}

  /// Before lowering.
  ///
  /// 1. Constants fold first: what they were made by is dead then.
  /// 2. Dead nodes go next: a layer takes a bias in only if nothing else reads its result.
  static final List<UnaryOperator<Network>> NETWORK =
      List.of(FoldConstants::run, RemoveDeadNodes::run);

  /// After lowering.
  ///
  /// 1. Views merge first, which leaves inner ones unread.
  /// 2. Dead values go before ranges are inferred, so that no range is refused that nothing needs.
  /// 3. Ranges last: they must be those of the operators that stay.
  static final List<UnaryOperator<FixedGraph>> GRAPH =
      List.of(MergeViews::run, RemoveDeadValues::run, RangeAnalysis::infer);

  static Network prepare(Network network) {
    Network prepared = network;
    for (UnaryOperator<Network> pass : NETWORK) {
      prepared = pass.apply(prepared);
    }
    return prepared;
  }

  static FixedGraph finish(FixedGraph graph) {
    FixedGraph finished = graph;
    for (UnaryOperator<FixedGraph> pass : GRAPH) {
      finished = pass.apply(finished);
    }
    return finished;
  }
}
