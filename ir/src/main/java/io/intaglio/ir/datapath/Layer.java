package io.intaglio.ir.datapath;

import io.intaglio.ir.diag.Origin;
import java.util.List;

/// How one graph value is made.
public sealed interface Layer {
  /// The result, in the stage in which it is visible.
  Bus result();

  Origin origin();

  /// A module of its own: one kernel, used once or once a position. All its non-constant sources
  /// are visible in stage `result().stage() − kernel.depth()`. An input wire of the kernel may be
  /// wider than a source (it holds those of all instances) or of other signedness; the elements of
  /// the result have exactly the types of the kernel's outputs.
  ///
  /// @param operator the graph operator's name, for comments and reports
  record Compute(
      Bus result, String operator, Kernel kernel, List<Instance> instances, Origin origin)
      implements Layer {
    public Compute {
      instances = List.copyOf(instances);
    }

    public int firstStage() {
      return result.stage() - kernel.depth();
    }
  }

  /// Wires only (reshape, transpose, slice, pad, concatenation, constants): one source an element,
  /// all visible in the result's stage. Each element has the type of its source, a constant the
  /// narrowest one.
  record Route(Bus result, String operator, List<Source> sources, Origin origin) implements Layer {
    public Route {
      sources = List.copyOf(sources);
    }
  }

  /// The same elements `ranks` register ranks later, to align operands. It makes a value of its own
  /// name, which is in no graph.
  record Delay(Bus result, String operand, int ranks, Origin origin) implements Layer {}
}
