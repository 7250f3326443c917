package io.intaglio.ir.cert;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.range.RangeAnalysis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Proves a lowered network's rescales and thresholds anew, without the search that found them.
///
/// Every [Rescale] and every [Threshold] needs a certificate, and every certificate needs one of
/// them: an operator that came from no source rule is still the exact image of some rule, and an
/// unproven one would make the proof of the network worth nothing.
///
/// What is proven: at every input that can reach the operator it gives what the certificate's rule
/// gives. That the rule is the model's is the importer's word.
public final class CertificateChecker {
  private CertificateChecker() {}

  /// What is wrong, as [Code#IR_CERTIFICATE] with the place; empty if all is proven. What reaches
  /// an operator is worked out anew from the graph's inputs. Needs a graph that the verifier
  /// accepts.
  public static List<Diagnostic> check(Certified certified) {
    Diagnostics found = new Diagnostics();
    FixedGraph graph = certified.boundary().graph();
    Map<String, Certificate> open = new LinkedHashMap<>();
    for (Certificate certificate : certified.certificates()) {
      if (open.put(certificate.value(), certificate) != null) {
        refuse(found, graph, certificate.value(), "it has two certificates");
      }
    }
    Map<String, Value> reachable = reachable(graph, found);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Rescale || node.op() instanceof Threshold) {
        Certificate certificate = open.remove(node.result().name());
        check(node, reachable, certificate, found, graph);
      }
    }
    open.keySet()
        .forEach(name -> refuse(found, graph, name, "its certificate is for no such operator"));
    return found.all();
  }

  /// Values with their ranges worked out anew; as declared, and an error, where that fails.
  private static Map<String, Value> reachable(FixedGraph graph, Diagnostics found) {
    try {
      return RangeAnalysis.infer(graph).values();
    } catch (InvalidInput e) {
      found.addAll(e.diagnostics());
      return graph.values();
    }
  }

  private static void check(
      Node node,
      Map<String, Value> reachable,
      Certificate certificate,
      Diagnostics found,
      FixedGraph graph) {
    String name = node.result().name();
    if (certificate == null) {
      refuse(found, graph, name, "it has no certificate");
      return;
    }
    Value operand = reachable.get(node.op().operands().get(0).name());
    for (String fault : NodeProof.faults(node, operand, operand.range(), certificate)) {
      refuse(found, graph, name, fault);
    }
  }

  private static void refuse(Diagnostics found, FixedGraph graph, String value, String fault) {
    Value known = graph.values().get(value);
    Origin origin = known == null ? Origin.NONE : known.origin();
    found.error(
        Code.IR_CERTIFICATE,
        origin.merge(new Origin(List.of("%" + value))),
        "rescale '" + value + "' is not proven: " + fault,
        "lower the model again, and do not edit its graph by hand");
  }
}
