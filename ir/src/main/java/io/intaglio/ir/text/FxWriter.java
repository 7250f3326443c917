package io.intaglio.ir.text;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Op;
import java.util.ArrayList;
import java.util.List;

/// Writes lowered networks as text: source, heads, graph, tails, certificates.
public final class FxWriter {
  static final String KIND = "fx";
  static final String SOURCE = "source";
  static final String GRAPH = "graph";
  static final String INPUT = "input";
  static final String OUTPUT = "output";
  static final String HEAD = "Head";
  static final String TAIL = "Tail";

  private FxWriter() {}

  /// The text that [FxReader] reads back to an equal object.
  public static FxText write(Certified certified) {
    Writing out = new Writing();
    Boundary boundary = certified.boundary();
    List<Statement> heads = new ArrayList<>();
    for (Head head : boundary.heads()) {
      heads.add(Statement.of(construct(Head.class, head, out)));
    }
    List<Statement> graph = graph(boundary.graph(), out);
    List<Statement> tails = new ArrayList<>();
    for (Tail tail : boundary.tails()) {
      tails.add(Statement.of(construct(Tail.class, tail, out)));
    }
    List<Statement> certificates = new ArrayList<>();
    for (Certificate certificate : certified.certificates()) {
      certificates.add(CertificateCodec.write(certificate, out));
    }
    byte[] weights = out.weights().toByteArray();
    List<Statement> start = new ArrayList<>(SideFile.describe(weights));
    start.add(Statement.of(withArgument(SOURCE, Syntax.text(boundary.source()))));
    String text = DocumentPrinter.print(KIND, List.of(start, heads, graph, tails, certificates));
    return new FxText(text, weights);
  }

  private static List<Statement> graph(FixedGraph graph, Writing out) {
    List<Statement> statements = new ArrayList<>();
    statements.add(Statement.of(withArgument(GRAPH, Syntax.text(graph.name()))));
    graph
        .inputs()
        .forEach(
            input ->
                statements.add(
                    Statement.of(
                        input.name(), Syntax.Construct.word(INPUT), ValueText.write(input, out))));
    graph
        .nodes()
        .forEach(
            node ->
                statements.add(
                    Statement.of(
                        node.result().name(),
                        construct(Op.class, node.op(), out),
                        ValueText.write(node.result(), out))));
    graph
        .outputs()
        .forEach(name -> statements.add(Statement.of(withArgument(OUTPUT, Syntax.name(name)))));
    return statements;
  }

  /// A record as the construct of a statement.
  static <T> Syntax.Construct construct(Class<T> type, T value, Writing out) {
    return (Syntax.Construct) Codecs.of(type).write(value, out);
  }

  static Syntax.Construct withArgument(String word, Syntax argument) {
    return new Syntax.Construct(word, List.of(argument), List.of(), Place.NONE);
  }
}
