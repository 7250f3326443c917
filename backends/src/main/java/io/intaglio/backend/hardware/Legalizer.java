package io.intaglio.backend.hardware;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Says what the parallel strategy cannot build, all of it at once.
///
/// Operators that only software computes are refused, and size: a design of more than [#MAX_CELLS]
/// cells, a table of more than [#MAX_TABLE] entries, a cell that might need more than 63 bits, a
/// port without bits.
public final class Legalizer {
  /// Cells of all instances of a design, by [CellEstimate].
  public static final long MAX_CELLS = 500_000;

  /// Entries of one table.
  public static final int MAX_TABLE = 1 << 16;

  private final FixedGraph graph;
  private final Map<String, Value> values;
  private final Diagnostics found = new Diagnostics();

  private Legalizer(FixedGraph graph) {
    this.graph = graph;
    this.values = graph.values();
  }

  /// What stands against a parallel design of a valid graph; empty if nothing does.
  public static List<Diagnostic> check(FixedGraph graph) {
    Legalizer legalizer = new Legalizer(graph);
    legalizer.checkPorts();
    legalizer.checkSize();
    graph.nodes().forEach(legalizer::checkNode);
    return legalizer.found.all();
  }

  /// What stands against the ports of a drafted design: an output may turn out to be always zero
  /// only when its cells are known.
  static List<Diagnostic> checkPorts(FixedGraph graph, Draft draft) {
    Legalizer legalizer = new Legalizer(graph);
    for (int output : draft.outputs()) {
      if (draft.elements().get(output).bits() == 0) {
        legalizer.refuseEmpty("output", legalizer.values.get(draft.names().get(output)));
      }
    }
    return legalizer.found.all();
  }

  private void checkPorts() {
    if (graph.inputs().isEmpty() || graph.outputs().isEmpty()) {
      refuse(
          "a design needs at least one input and one output",
          graph.inputs().isEmpty() ? graph.outputValues().getFirst() : graph.inputs().getFirst(),
          "keep a part of the network that depends on an input");
    }
    graph.inputs().forEach(input -> checkPort("input", input));
    graph.outputValues().forEach(output -> checkPort("output", output));
  }

  private void checkPort(String kind, Value value) {
    Range range = value.range();
    if (value.shape().elements() == 0 || (range.min() == 0 && range.max() == 0)) {
      refuseEmpty(kind, value);
    }
  }

  private void refuseEmpty(String kind, Value value) {
    refuse(
        kind + " '" + value.name() + "' " + value.shape() + " has no bits: it is always zero",
        value,
        "leave it out of the network");
  }

  private record Size(Node node, long cells) {}

  private void checkSize() {
    List<Size> sizes = new ArrayList<>();
    long total = 0;
    for (Node node : graph.nodes()) {
      long cells = CellEstimate.cells(node, values);
      sizes.add(new Size(node, cells));
      total = Bound.add(total, cells);
    }
    if (total <= MAX_CELLS) {
      return;
    }
    sizes.sort(Comparator.comparingLong(Size::cells).reversed());
    List<String> notes =
        sizes.stream()
            .limit(3)
            .map(size -> "'" + size.node().result().name() + "': about " + size.cells())
            .toList();
    found.add(
        new Diagnostic(
            Code.HW_UNSUPPORTED,
            Diagnostic.Severity.ERROR,
            sizes.getFirst().node().result().origin(),
            "unrolled, the design has about " + total + " cells, more than " + MAX_CELLS,
            notes,
            "build a smaller part of the network, or prune it; parallel designs are for small ones"));
  }

  private void checkNode(Node node) {
    Value result = node.result();
    String software = softwareOnly(node.op());
    if (!software.isEmpty()) {
      refuse(
          "'" + result.name() + "' is " + software + ", which hardware cannot compute yet",
          result,
          "end the network before it, or run the network in software");
    }
    if (CellEstimate.magnitude(node, values) >= Bound.LIMIT) {
      refuse(
          "an intermediate of '" + result.name() + "' may need more than 63 bits",
          result,
          "use narrower inputs, weights or multipliers for this layer");
    }
    if (node.op() instanceof Lookup lookup) {
      Range range = values.get(lookup.x().name()).range();
      if (range.max() - range.min() >= MAX_TABLE) {
        refuse(
            "the table of '"
                + result.name()
                + "' has "
                + (range.max() - range.min() + 1)
                + " reachable entries, more than "
                + MAX_TABLE,
            result,
            "quantize its operand to 16 bits or fewer");
      }
    }
  }

  /// What an operator without a hardware form is; empty for the others.
  private static String softwareOnly(Op op) {
    return switch (op) {
      case TableSoftmax _ -> "a softmax in float32";
      case GemmlowpSoftmax _, Int16Softmax _ -> "a softmax in fixed point";
      case RoundedSoftmax _ -> "a softmax of real numbers";
      case Float32Add _ -> "a sum in float32 that no integer form equals";
      case Float32AveragePool _ -> "a mean in float32";
      case MatMul _ -> "a product of two tensors, neither of them constant";
      default -> "";
    };
  }

  private void refuse(String message, Value where, String help) {
    found.error(Code.HW_UNSUPPORTED, where.origin(), message, help);
  }
}
