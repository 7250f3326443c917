package io.intaglio.ir.text;

import java.util.List;

/// Prints statements, in groups parted by empty lines. What fits a line stands on one; a construct
/// that does not has its attributes on lines of their own, a list of numbers is filled to the
/// margin, any other list has an item a line.
final class DocumentPrinter {
  private static final int MARGIN = 100;
  private static final int INDENT = 2;

  private final StringBuilder out = new StringBuilder();

  private DocumentPrinter() {}

  static String print(String kind, List<List<Statement>> groups) {
    DocumentPrinter printer = new DocumentPrinter();
    printer.out.append(Form.WORD).append(' ').append(kind).append(' ');
    printer.out.append(Form.VERSION).append('\n');
    for (List<Statement> group : groups) {
      if (!group.isEmpty()) {
        printer.out.append('\n');
        group.forEach(printer::statement);
      }
    }
    return printer.out.toString();
  }

  private void statement(Statement statement) {
    int start = out.length();
    statement.result().ifPresent(name -> out.append(Quoting.name(name)).append(" = "));
    int construct = out.length();
    flat(statement.construct());
    annotation(statement.annotation());
    if (out.length() - start > MARGIN) {
      out.setLength(construct);
      broken(statement.construct(), 0);
      annotation(statement.annotation(), start);
    }
    out.append('\n');
  }

  private void annotation(Statement.Annotation annotation) {
    if (annotation.isNone()) {
      return;
    }
    out.append(" :");
    if (!annotation.type().isEmpty()) {
      out.append(' ').append(annotation.type());
    }
    boolean first = !annotation.type().isEmpty();
    for (Syntax fact : annotation.facts()) {
      // The shape stands close to its type, as in s8[16].
      out.append(first && fact instanceof Syntax.Sequence ? "" : " ");
      flat(fact);
      first = false;
    }
    if (!annotation.attributes().isEmpty()) {
      out.append(' ');
      flatAttributes(annotation.attributes());
    }
  }

  /// The annotation behind a construct on several lines.
  private void annotation(Statement.Annotation annotation, int start) {
    int before = out.length();
    annotation(annotation);
    int lineStart = Math.max(start, out.lastIndexOf("\n", before) + 1);
    if (out.length() - lineStart > MARGIN && !annotation.attributes().isEmpty()) {
      out.setLength(before);
      annotation(new Statement.Annotation(annotation.type(), annotation.facts(), List.of()));
      out.append(annotation.type().isEmpty() && annotation.facts().isEmpty() ? " : " : " ");
      brokenAttributes(annotation.attributes(), 0);
    }
  }

  private void flat(Syntax node) {
    switch (node) {
      case Syntax.Numeral number -> out.append(number.text());
      case Syntax.Text text -> out.append(Quoting.quote(text.value()));
      case Syntax.Name name -> out.append(Quoting.name(name.value()));
      case Syntax.Sequence sequence -> {
        out.append('[');
        String separator = "";
        for (Syntax.Item item : sequence.items()) {
          out.append(separator);
          flat(item);
          separator = ", ";
        }
        out.append(']');
      }
      case Syntax.Construct construct -> {
        out.append(construct.word());
        flatArguments(construct);
        if (!construct.attributes().isEmpty()) {
          out.append(' ');
          flatAttributes(construct.attributes());
        }
      }
    }
  }

  private void flat(Syntax.Item item) {
    flat(item.value());
    count(item);
  }

  private void count(Syntax.Item item) {
    if (item.count() != 1) {
      out.append("; ").append(item.count());
    }
  }

  private void flatArguments(Syntax.Construct construct) {
    if (!construct.arguments().isEmpty()) {
      out.append('(');
      String separator = "";
      for (Syntax argument : construct.arguments()) {
        out.append(separator);
        flat(argument);
        separator = ", ";
      }
      out.append(')');
    }
  }

  private void flatAttributes(List<Syntax.Attribute> attributes) {
    out.append('{');
    String separator = "";
    for (Syntax.Attribute attribute : attributes) {
      out.append(separator).append(attribute.name()).append(" = ");
      flat(attribute.value());
      separator = ", ";
    }
    out.append('}');
  }

  /// Prints `node` from the current column, on one line if it fits with `reserve` columns to spare.
  private void fitted(Syntax node, int indent, int reserve) {
    int start = out.length();
    flat(node);
    if (column() + reserve <= MARGIN) {
      return;
    }
    switch (node) {
      case Syntax.Construct construct -> {
        out.setLength(start);
        broken(construct, indent);
      }
      case Syntax.Sequence sequence -> {
        out.setLength(start);
        broken(sequence, indent);
      }
      case Syntax.Numeral _, Syntax.Text _, Syntax.Name _ -> {
        // Cannot be broken.
      }
    }
  }

  private void broken(Syntax.Construct construct, int indent) {
    out.append(construct.word());
    if (construct.arguments().size() == 1) {
      out.append('(');
      fitted(construct.arguments().getFirst(), indent, 1);
      out.append(')');
    } else {
      flatArguments(construct);
    }
    if (!construct.attributes().isEmpty()) {
      out.append(' ');
      brokenAttributes(construct.attributes(), indent);
    }
  }

  /// Attributes on lines of their own, several a line where they fit.
  private void brokenAttributes(List<Syntax.Attribute> attributes, int indent) {
    out.append('{');
    boolean first = true;
    boolean open = false;
    for (Syntax.Attribute attribute : attributes) {
      out.append(first ? "" : ",");
      open = (open && appended(attribute)) || onNewLine(attribute, indent + INDENT);
      first = false;
    }
    newLine(indent);
    out.append('}');
  }

  /// Appends to the line if there is room.
  private boolean appended(Syntax.Attribute attribute) {
    int start = out.length();
    out.append(' ').append(attribute.name()).append(" = ");
    flat(attribute.value());
    boolean fits = column() < MARGIN;
    if (!fits) {
      out.setLength(start);
    }
    return fits;
  }

  /// Whether one line sufficed.
  private boolean onNewLine(Syntax.Attribute attribute, int indent) {
    newLine(indent);
    out.append(attribute.name()).append(" = ");
    int start = out.length();
    flat(attribute.value());
    if (column() < MARGIN) {
      return true;
    }
    out.setLength(start);
    fitted(attribute.value(), indent, 1);
    return false;
  }

  private int column() {
    return out.length() - (out.lastIndexOf("\n") + 1);
  }

  private void broken(Syntax.Sequence sequence, int indent) {
    out.append('[');
    boolean filled = sequence.items().stream().allMatch(DocumentPrinter::isShort);
    newLine(indent + INDENT);
    int last = sequence.items().size() - 1;
    for (int i = 0; i <= last; i++) {
      Syntax.Item item = sequence.items().get(i);
      if (filled) {
        fill(item, indent + INDENT, i == 0);
      } else {
        if (i > 0) {
          newLine(indent + INDENT);
        }
        fitted(item.value(), indent + INDENT, 10);
        count(item);
      }
      out.append(i < last ? "," : "");
    }
    newLine(indent);
    out.append(']');
  }

  private static boolean isShort(Syntax.Item item) {
    return switch (item.value()) {
      case Syntax.Numeral _, Syntax.Text _, Syntax.Name _ -> true;
      case Syntax.Construct construct -> construct.isWord();
      case Syntax.Sequence _ -> false;
    };
  }

  private void fill(Syntax.Item item, int indent, boolean first) {
    int start = out.length();
    int lineStart = out.lastIndexOf("\n") + 1;
    if (!first) {
      out.append(' ');
    }
    flat(item);
    if (!first && out.length() + 1 - lineStart > MARGIN) {
      out.setLength(start);
      newLine(indent);
      flat(item);
    }
  }

  private void newLine(int indent) {
    out.append('\n').repeat(' ', indent);
  }
}
