package io.intaglio.ir.text;

import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Networks as text: `network`, inputs, nodes, outputs, in the syntax of `.fx` files.
public final class NetworkText {
  private static final String KIND = "network";
  private static final String NETWORK = "network";
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  /// The statement that names the network.
  record Title(String source, String profile) {}

  /// What an input is besides its shape and origin.
  record Domain(FloatType type, Optional<InputFormat> format, Optional<Encoding> encoding) {}

  private final Reading in;
  private final Scope scope;
  private final Statements.Once<Title> title;
  private final List<NetInput> inputs = new ArrayList<>();
  private final List<RealNode> nodes = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  private NetworkText(Reading in) {
    this.in = in;
    this.scope = new Scope(in);
    this.title = new Statements.Once<>(NETWORK, in);
  }

  /// The text that [#read] reads back to an equal object.
  public static FxText write(Network network) {
    Writing out = new Writing();
    List<Statement> statements = new ArrayList<>();
    for (NetInput input : network.inputs()) {
      Domain domain = new Domain(input.type(), input.format(), input.encoding());
      statements.add(
          Statement.of(
              input.name(),
              Codecs.ofRecord(Domain.class).writeAs(INPUT, domain, out),
              annotation(input.shape(), input.origin())));
    }
    for (RealNode node : network.nodes()) {
      statements.add(
          Statement.of(
              node.result(),
              FxWriter.construct(RealOp.class, node.op(), out),
              annotation(node.shape(), node.origin())));
    }
    for (String output : network.outputs()) {
      statements.add(Statement.of(FxWriter.withArgument(OUTPUT, Syntax.name(output))));
    }
    byte[] weights = out.weights().toByteArray();
    List<Statement> start = new ArrayList<>(SideFile.describe(weights));
    Title named = new Title(network.source(), network.profile());
    start.add(Statement.of(Codecs.ofRecord(Title.class).writeAs(NETWORK, named, out)));
    return new FxText(DocumentPrinter.print(KIND, List.of(start, statements)), weights);
  }

  private static Statement.Annotation annotation(Shape shape, Origin origin) {
    return new Statement.Annotation(
        "", List.of(ScalarCodecs.SHAPE.write(shape)), Origins.write(origin));
  }

  /// The network in `text`.
  ///
  /// @param weights the side file, empty if there is none
  /// @param fileName for diagnostics
  /// @throws InvalidInput with every fault that was found
  public static Network read(String text, byte[] weights, String fileName) {
    NetworkText reader = new NetworkText(new Reading(fileName, weights));
    Consumer<Statement> handler = Statements.guarded(statement -> reader.read(statement, weights));
    DocumentReader.read(text, KIND, fileName, handler);
    return reader.end();
  }

  private Network end() {
    Title named = title.get().orElse(new Title("", ""));
    in.throwIfErrors();
    return new Network(named.source(), named.profile(), inputs, nodes, outputs);
  }

  private void read(Statement statement, byte[] weights) {
    switch (statement.word()) {
      case SideFile.WORD -> SideFile.open(statement, weights, in);
      case NETWORK -> {
        Statements.requireBare(statement, in);
        title.set(statement, Codecs.ofRecord(Title.class).readBody(statement.construct(), in));
      }
      case INPUT -> readInput(statement);
      case OUTPUT -> {
        Ref output = Statements.argument(statement, ScalarCodecs.REF, in);
        scope.shapes(List.of(output), statement.place());
        outputs.add(output.name());
      }
      default -> readNode(statement);
    }
  }

  private void readInput(Statement statement) {
    Made made = made(statement);
    Domain domain = Codecs.ofRecord(Domain.class).readBody(statement.construct(), in);
    inputs.add(
        new NetInput(
            made.name(),
            made.shape(),
            domain.type(),
            domain.format(),
            domain.encoding(),
            made.origin()));
  }

  private void readNode(Statement statement) {
    Made made = made(statement);
    RealOp op = Codecs.of(RealOp.class).read(statement.construct(), in);
    if (op.operands().contains(new Ref(made.name()))) {
      throw in.refusal(
          statement.place(), Quoting.name(made.name()) + " is used before it is made", "");
    }
    scope.shapes(op.operands(), statement.place());
    nodes.add(new RealNode(made.name(), made.shape(), op, made.origin()));
  }

  /// What a statement says of its result.
  private record Made(String name, Shape shape, Origin origin) {}

  private Made made(Statement statement) {
    Statement.Annotation annotation = statement.annotation();
    if (statement.result().isEmpty()
        || !annotation.type().isEmpty()
        || annotation.facts().size() != 1) {
      throw in.refusal(
          statement.place(),
          "'" + statement.word() + "' needs a result with a shape",
          "as in %y = " + statement.word() + "(…) : [1, 16]");
    }
    Shape shape = ScalarCodecs.SHAPE.read(annotation.facts().getFirst(), in);
    Attributes attributes = Attributes.of(statement, in);
    Origin origin = Origins.read(attributes, in);
    attributes.end();
    scope.define(statement.result().get(), shape, statement.place());
    return new Made(statement.result().get(), shape, origin);
  }
}
