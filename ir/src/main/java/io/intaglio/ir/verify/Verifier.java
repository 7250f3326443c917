package io.intaglio.ir.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.net.Network;
import java.util.List;

/// Says everything that is wrong with a form. An empty list is this guarantee:
///
/// **Every form**: no two values have one name; every operand is an input or the result of an
/// earlier node; every output names a value, and there is at least one; no value that is computed
/// has more than [io.intaglio.ir.type.Shape#MAX_VALUE_ELEMENTS] elements, no parameter more than
/// [io.intaglio.ir.type.Shape#MAX_ELEMENTS].
///
/// **[FixedGraph]**: the shape of each result is the one that its operator gives to the operands'
/// shapes (which includes that parameters broadcast); each range broadcasts to its value, lies in
/// the declared type and holds every value that range analysis finds possible, on its stride; lower
/// bounds of `Clamp`, `Rescale` and `Combine` are not above upper ones; a `Lookup` has an entry for
/// every value that its input can be.
///
/// **[Boundary]**: its graph is valid; heads are the graph's inputs and tails its outputs, each in
/// their order, with as many elements and a batch axis of 1 first; names of the model's inputs and
/// of its outputs differ; parameters of steps and encodings are finite and broadcast to the shape;
/// scales and steps are positive, variances with their epsilon too; an encoding makes only codes
/// that the input's type and range hold; Softmax stands only at the end of a tail, over an existing
/// axis.
///
/// **[Network]**: the shape of each node is the one that its operator gives to its operands'
/// shapes; parameters broadcast, are finite, scales positive and bounds in order.
public final class Verifier {
  private Verifier() {}

  public static List<Diagnostic> check(FixedGraph graph) {
    Diagnostics diagnostics = new Diagnostics();
    new GraphCheck(graph, diagnostics).run();
    return diagnostics.all();
  }

  public static List<Diagnostic> check(Boundary boundary) {
    Diagnostics diagnostics = new Diagnostics();
    new GraphCheck(boundary.graph(), diagnostics).run();
    new BoundaryCheck(boundary, diagnostics).run();
    return diagnostics.all();
  }

  public static List<Diagnostic> check(Network network) {
    Diagnostics diagnostics = new Diagnostics();
    new NetworkCheck(network, diagnostics).run();
    return diagnostics.all();
  }
}
