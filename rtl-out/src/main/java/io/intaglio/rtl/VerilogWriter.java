package io.intaglio.rtl;

import java.util.List;
import java.util.stream.Collectors;

/// The one place that turns a [ModuleSpec] into characters.
public final class VerilogWriter {
  private static final int COLUMNS = 100;
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private VerilogWriter() {}

  /// The module's file: header comment, module, nothing else.
  public static String write(ModuleSpec module) {
    VerilogWriter writer = new VerilogWriter();
    writer.module(module);
    return writer.out.toString();
  }

  private void module(ModuleSpec module) {
    module.header().forEach(line -> comment("", line));
    if (!module.header().isEmpty()) {
      out.append('\n');
    }
    out.append("`default_nettype none\n\n");
    out.append("module ").append(module.name()).append(" (\n");
    ports(module.ports());
    out.append(");\n");
    Item previous = null;
    for (Item item : module.items()) {
      separate(previous, item);
      item(item);
      previous = item;
    }
    out.append("\nendmodule\n\n`default_nettype wire\n");
  }

  private void ports(List<PortSpec> ports) {
    int widest = ports.stream().mapToInt(port -> type(port.net()).length()).max().orElse(0);
    for (int i = 0; i < ports.size(); i++) {
      PortSpec port = ports.get(i);
      String type = type(port.net());
      out.append("    ").append(port.direction().keyword).append(" wire");
      out.append(type).repeat(' ', widest - type.length());
      out.append(' ').append(port.net().name());
      out.append(i + 1 < ports.size() ? ",\n" : "\n");
    }
  }

  /// Declarations of one kind stand together; everything else is set apart by an empty line.
  private void separate(Item previous, Item item) {
    boolean together =
        switch (item) {
          case Item.Wire _ -> previous instanceof Item.Wire || previous instanceof Item.Comment;
          case Item.Reg _ -> previous instanceof Item.Reg || previous instanceof Item.Comment;
          case Item.Localparam _ ->
              previous instanceof Item.Localparam || previous instanceof Item.Comment;
          case Item.Assign _ -> previous instanceof Item.Assign || previous instanceof Item.Comment;
          case Item.Combinational _, Item.Clocked _ ->
              previous instanceof Item.Reg || previous instanceof Item.Comment;
          case Item.Instance _ -> previous instanceof Item.Wire || previous instanceof Item.Comment;
          case Item.CaseTable _ -> previous instanceof Item.Comment;
          case Item.Comment _ -> previous instanceof Item.Banner;
          case Item.Banner _ -> false;
        };
    if (!together || previous instanceof Item.Banner) {
      out.append('\n');
    }
  }

  private void item(Item item) {
    switch (item) {
      case Item.Comment comment -> comment.lines().forEach(line -> comment(INDENT, line));
      case Item.Banner banner -> banner(banner.title());
      case Item.Wire wire -> wire(wire);
      case Item.Reg reg ->
          line("reg" + type(reg.net()) + " " + reg.net().name() + ";", reg.comment());
      case Item.Localparam parameter ->
          line(
              "localparam"
                  + type(parameter.net())
                  + " "
                  + parameter.net().name()
                  + " = "
                  + parameter.value()
                  + ";",
              parameter.comment());
      case Item.Assign assign ->
          assignment(INDENT, "assign " + assign.target().name() + " = ", assign.value(), "");
      case Item.Combinational block -> combinational(block);
      case Item.Clocked block -> clocked(block);
      case Item.CaseTable table -> table(table);
      case Item.Instance instance -> instance(instance);
    }
  }

  private void wire(Item.Wire wire) {
    String head = "wire" + type(wire.net()) + " " + wire.net().name();
    if (wire.value().isEmpty()) {
      line(head + ";", wire.comment());
    } else {
      assignment(INDENT, head + " = ", wire.value().get(), wire.comment());
    }
  }

  private void combinational(Item.Combinational block) {
    line("always @* begin", "");
    for (Item.Assignment assignment : block.assignments()) {
      assignment(INDENT.repeat(2), assignment.target().name() + " = ", assignment.value(), "");
    }
    line("end", "");
  }

  private void clocked(Item.Clocked block) {
    line("always @(posedge " + block.clock().name() + ") begin", "");
    if (block.reset().isPresent()) {
      Item.Reset reset = block.reset().get();
      out.append("    if (").append(reset.signal()).append(") begin\n");
      for (int i = 0; i < reset.values().size(); i++) {
        Name target = block.assignments().get(i).target().name();
        assignment(INDENT.repeat(3), target + " <= ", reset.values().get(i), "");
      }
      out.append("    end else ");
    }
    if (block.enable().isPresent()) {
      out.append(block.reset().isPresent() ? "" : INDENT.repeat(2));
      out.append("if (").append(block.enable().get()).append(") ");
    }
    boolean nested = block.reset().isPresent() || block.enable().isPresent();
    out.append(nested ? "begin\n" : "");
    String indent = INDENT.repeat(nested ? 3 : 2);
    for (Item.Assignment assignment : block.assignments()) {
      assignment(indent, assignment.target().name() + " <= ", assignment.value(), "");
    }
    out.append(nested ? "    end\n" : "");
    line("end", "");
  }

  private void table(Item.CaseTable table) {
    Name name = table.result().name();
    line("function" + type(table.result()) + " " + name + ";", "");
    out.append("    input").append(type(table.input())).append(' ');
    out.append(table.input().name()).append(";\n");
    out.append("    case (").append(table.input().name()).append(")\n");
    for (Item.Entry entry : table.entries()) {
      out.append("      ").append(entry.key()).append(": ").append(name);
      out.append(" = ").append(entry.value()).append(";\n");
    }
    out.append("      default: ").append(name).append(" = ").append(table.otherwise());
    out.append(";\n    endcase\n  endfunction\n");
  }

  private void instance(Item.Instance instance) {
    line(instance.module().name() + " " + instance.name() + " (", "");
    int widest =
        instance.connections().stream()
            .mapToInt(connection -> connection.port().net().name().text().length())
            .max()
            .orElse(0);
    for (int i = 0; i < instance.connections().size(); i++) {
      Item.Connection connection = instance.connections().get(i);
      String port = connection.port().net().name().text();
      String head = "    ." + port + " ".repeat(widest - port.length()) + " (";
      String tail = i + 1 < instance.connections().size() ? ")," : ")";
      expression(head, connection.value(), tail, "");
    }
    line(");", "");
  }

  private void assignment(String indent, String head, Expr value, String comment) {
    expression(indent + head, value, ";", comment);
  }

  /// One line, or the parts of a long concatenation, sum or choice on lines of their own.
  private void expression(String head, Expr value, String tail, String comment) {
    String text = head + value + tail;
    String inner = " ".repeat(head.length() - head.stripLeading().length()) + INDENT.repeat(2);
    if (text.length() <= COLUMNS) {
      out.append(text);
    } else if (value instanceof Expr.Concat concat) {
      String outer = inner.substring(INDENT.length() * 2);
      out.append(head).append("{\n");
      filled(inner, concat.parts());
      out.append(outer).append('}').append(tail);
    } else if (value instanceof Expr.Unary unary && unary.x() instanceof Expr.Concat concat) {
      String outer = inner.substring(INDENT.length() * 2);
      out.append(head).append(unary.op().symbol).append("{\n");
      filled(inner, concat.parts());
      out.append(outer).append('}').append(tail);
    } else if (value instanceof Expr.Binary binary) {
      out.append(head.stripTrailing()).append('\n');
      out.append(inner).append(ExprPrinter.leftOperand(binary)).append('\n');
      out.append(inner).append(binary.op().symbol).append(' ');
      out.append(ExprPrinter.primary(binary.b())).append(tail);
    } else {
      out.append(head.stripTrailing()).append('\n').append(inner).append(value).append(tail);
    }
    out.append(comment.isEmpty() ? "" : "  // " + comment).append('\n');
  }

  private void filled(String indent, List<Expr> parts) {
    List<String> texts = parts.stream().map(Expr::toString).collect(Collectors.toList());
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i) + (i + 1 < texts.size() ? "," : "");
      if (line.length() > indent.length() && line.length() + 1 + text.length() > COLUMNS) {
        out.append(line).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(text);
    }
    out.append(line).append('\n');
  }

  private void banner(String title) {
    String head = "  // ---- " + title + " ";
    out.append(head).repeat('-', Math.max(4, COLUMNS - 20 - head.length())).append('\n');
  }

  private void comment(String indent, String line) {
    out.append((indent + "// " + line).stripTrailing()).append('\n');
  }

  private void line(String text, String comment) {
    out.append(INDENT).append(text);
    out.append(comment.isEmpty() ? "" : "  // " + comment).append('\n');
  }

  /// ` signed [7:0]`, with a leading space; nothing for an unsigned scalar.
  private static String type(Expr.Net net) {
    return (net.signed() ? " signed" : "")
        + (net.width() == 1 ? "" : " [" + (net.width() - 1) + ":0]");
  }
}
