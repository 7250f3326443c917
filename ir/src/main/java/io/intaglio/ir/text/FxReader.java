package io.intaglio.ir.text;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads what [FxWriter] writes, or a person wrote in its place.
///
/// Text and weights may come from anywhere: every fault is a diagnostic `IR_TEXT` with line and
/// column. What the text alone can show is checked here (operands made before use, shapes that
/// fit); types and ranges are the verifier's.
public final class FxReader {
  private final Reading in;
  private final Scope scope;
  private final Statements.Once<String> source;
  private final Statements.Once<String> graph;
  private final List<Head> heads = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<Tail> tails = new ArrayList<>();
  private final List<Certificate> certificates = new ArrayList<>();

  private FxReader(Reading in) {
    this.in = in;
    this.scope = new Scope(in);
    this.source = new Statements.Once<>(FxWriter.SOURCE, in);
    this.graph = new Statements.Once<>(FxWriter.GRAPH, in);
  }

  /// The lowered network in `text`.
  ///
  /// @param weights the side file, empty if there is none
  /// @param fileName for diagnostics
  /// @throws InvalidInput with every fault that was found
  public static Certified read(String text, byte[] weights, String fileName) {
    FxReader reader = new FxReader(new Reading(fileName, weights));
    Consumer<Statement> handler = Statements.guarded(statement -> reader.read(statement, weights));
    DocumentReader.read(text, FxWriter.KIND, fileName, handler);
    return reader.end();
  }

  private Certified end() {
    String sourceName = source.get().orElse("");
    String graphName = graph.get().orElse("");
    in.throwIfErrors();
    FixedGraph fixed = new FixedGraph(graphName, inputs, nodes, outputs);
    return new Certified(new Boundary(sourceName, heads, fixed, tails), certificates);
  }

  private void read(Statement statement, byte[] weights) {
    switch (statement.word()) {
      case SideFile.WORD -> SideFile.open(statement, weights, in);
      case FxWriter.SOURCE ->
          source.set(statement, Statements.argument(statement, ScalarCodecs.STRING, in));
      case FxWriter.GRAPH ->
          graph.set(statement, Statements.argument(statement, ScalarCodecs.STRING, in));
      case FxWriter.INPUT -> readInput(statement);
      case FxWriter.OUTPUT -> readOutput(statement);
      case FxWriter.HEAD -> {
        Statements.requireBare(statement, in);
        heads.add(Codecs.of(Head.class).read(statement.construct(), in));
      }
      case FxWriter.TAIL -> {
        Statements.requireBare(statement, in);
        tails.add(Codecs.of(Tail.class).read(statement.construct(), in));
      }
      case CertificateCodec.WORD -> certificates.add(CertificateCodec.read(statement, in));
      default -> readNode(statement);
    }
  }

  private void readInput(Statement statement) {
    if (!statement.construct().isWord()) {
      in.report(statement.place(), "'input' takes no arguments and no attributes", "");
    }
    Value value = ValueText.read(statement, in);
    scope.define(value.name(), value.shape(), statement.place());
    inputs.add(value);
  }

  private void readOutput(Statement statement) {
    Ref output = Statements.argument(statement, ScalarCodecs.REF, in);
    scope.shapes(List.of(output), statement.place());
    outputs.add(output.name());
  }

  private void readNode(Statement statement) {
    Value result = ValueText.read(statement, in);
    // Defined before its operator is read: one fault shall not make every use of it another.
    scope.define(result.name(), result.shape(), statement.place());
    Op op = Codecs.of(Op.class).read(statement.construct(), in);
    if (op.operands().contains(new Ref(result.name()))) {
      throw in.refusal(
          statement.place(), Quoting.name(result.name()) + " is used before it is made", "");
    }
    List<Shape> operands = scope.shapes(op.operands(), statement.place());
    Shape inferred = in.checked(statement.place(), () -> op.shape(operands));
    if (!inferred.equals(result.shape())) {
      throw in.refusal(
          statement.place(), "the result has shape " + inferred + ", not " + result.shape(), "");
    }
    nodes.add(new Node(result, op));
  }
}
