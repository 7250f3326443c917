package io.intaglio.ir.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/// Builds statements while the parser runs, so that no parse tree is kept. Needs a parser that
/// stops at the first syntax error: after recovery the events are in no order to build from. On its
/// way out it leaves each rule with the exception, and there nothing is built. Nor is anything once
/// `refusals` or `handler` have thrown.
final class TreeBuilder extends FxBaseListener {
  /// Called for what the grammar accepts and the text may not hold.
  interface Refusals {
    void refuse(Place place, String message, String help);
  }

  private static final class Frame {
    final List<Syntax> values = new ArrayList<>();
    final List<Syntax.Attribute> attributes = new ArrayList<>();
    final List<Syntax.Item> items = new ArrayList<>();
  }

  private final Refusals refusals;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Consumer<Statement> handler;
  private boolean stopped;
  private Syntax.Construct construct = Syntax.Construct.word("");
  private Statement.Annotation annotation = Statement.Annotation.NONE;

  /// Hands over each statement as it ends.
  TreeBuilder(Refusals refusals, Consumer<Statement> handler) {
    this.refusals = refusals;
    this.handler = handler;
    frames.push(new Frame());
  }

  private boolean isWhole(ParserRuleContext context) {
    return context.exception == null && !stopped;
  }

  static Place place(Token token) {
    return new Place(token.getLine(), token.getCharPositionInLine() + 1);
  }

  @Override
  public void enterStatement(FxParser.StatementContext context) {
    annotation = Statement.Annotation.NONE;
  }

  @Override
  public void exitStatement(FxParser.StatementContext context) {
    if (isWhole(context)) {
      Optional<String> result = Optional.ofNullable(context.result).map(this::name);
      frames.element().values.clear();
      stopped = true;
      handler.accept(new Statement(result, construct, annotation, place(context.start)));
      stopped = false;
    }
  }

  @Override
  public void enterAnnotation(FxParser.AnnotationContext context) {
    frames.push(new Frame());
  }

  @Override
  public void exitAnnotation(FxParser.AnnotationContext context) {
    if (isWhole(context)) {
      Frame frame = frames.pop();
      String type = context.type == null ? "" : context.type.getText();
      annotation = new Statement.Annotation(type, frame.values, frame.attributes);
    }
  }

  @Override
  public void enterConstruct(FxParser.ConstructContext context) {
    frames.push(new Frame());
  }

  @Override
  public void exitConstruct(FxParser.ConstructContext context) {
    if (isWhole(context)) {
      Frame frame = frames.pop();
      String word = context.word.getText();
      Syntax.Construct made =
          new Syntax.Construct(word, frame.values, frame.attributes, place(context.start));
      if (context.getParent() instanceof FxParser.StatementContext) {
        construct = made;
      } else {
        add(made);
      }
    }
  }

  @Override
  public void enterSequence(FxParser.SequenceContext context) {
    frames.push(new Frame());
  }

  @Override
  public void exitSequence(FxParser.SequenceContext context) {
    if (isWhole(context)) {
      add(new Syntax.Sequence(frames.pop().items, place(context.start)));
    }
  }

  @Override
  public void exitItem(FxParser.ItemContext context) {
    if (isWhole(context)) {
      Frame frame = frames.element();
      int count = context.count == null ? 1 : count(context.count);
      frame.items.add(new Syntax.Item(frame.values.removeLast(), count));
    }
  }

  @Override
  public void exitAttribute(FxParser.AttributeContext context) {
    if (isWhole(context)) {
      Frame frame = frames.element();
      Syntax value = frame.values.removeLast();
      frame.attributes.add(
          new Syntax.Attribute(context.key.getText(), value, place(context.start)));
    }
  }

  @Override
  public void exitFact(FxParser.FactContext context) {
    if (isWhole(context) && context.leaf != null) {
      add(leaf(context.leaf));
    }
  }

  @Override
  public void exitValue(FxParser.ValueContext context) {
    if (isWhole(context) && context.leaf != null) {
      add(leaf(context.leaf));
    }
  }

  private void add(Syntax value) {
    frames.element().values.add(value);
  }

  private Syntax leaf(Token token) {
    return switch (token.getType()) {
      case FxParser.STRING -> new Syntax.Text(unquote(token, 0), place(token));
      case FxParser.NAME -> new Syntax.Name(name(token), place(token));
      default -> new Syntax.Numeral(token.getText(), place(token));
    };
  }

  private void refuse(Place place, String message, String help) {
    stopped = true;
    refusals.refuse(place, message, help);
    stopped = false;
  }

  private String name(Token token) {
    String text = token.getText();
    if (text.length() > 1 && text.charAt(1) != '"') {
      return text.substring(1);
    }
    String name = unquote(token, 1);
    if (name.isEmpty()) {
      refuse(place(token), "a value needs a name", "");
    }
    return name;
  }

  private String unquote(Token token, int from) {
    try {
      return Quoting.unquote(token.getText().substring(from));
    } catch (IllegalArgumentException e) {
      refuse(
          place(token),
          e.getMessage(),
          "escapes are \\\", \\\\, \\n, \\t and \\u{…} with a hexadecimal code point");
      return "?";
    }
  }

  private int count(Token token) {
    try {
      int count = Integer.parseInt(token.getText());
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    refuse(
        place(token),
        "'" + token.getText() + "' is no count of items",
        "after the semicolon stands a positive number, as in [0; 64]");
    return 1;
  }
}
