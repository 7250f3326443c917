package io.intaglio.backend.hardware;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.diag.Diagnostics;

/// Plans a graph as one fully unrolled pipeline that takes a sample every clock cycle.
///
/// Constants become sums of signed digits, every wire gets the exact interval of its cell, and
/// registers are placed for the clock by the delay model: the fewest stages, then evenly.
public final class ParallelPlanner {
  private ParallelPlanner() {}

  /// Plans a valid graph.
  ///
  /// @throws io.intaglio.ir.diag.InvalidInput with what [Legalizer] found, or an output that its
  ///     cells show to be always zero
  public static Datapath plan(FixedGraph graph, PlanOptions options) {
    Diagnostics found = new Diagnostics();
    found.addAll(Legalizer.check(graph));
    found.throwIfErrors();
    Draft draft = Drafting.of(graph, options.delayModel());
    found.addAll(Legalizer.checkPorts(graph, draft));
    found.throwIfErrors();
    Scheduler scheduler = new Scheduler(draft);
    Scheduler.Choice choice = scheduler.choose(options.budgetPicoseconds());
    return Assembler.assemble(draft, scheduler, choice.table(), options);
  }
}
