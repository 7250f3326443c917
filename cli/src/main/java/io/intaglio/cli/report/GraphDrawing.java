package io.intaglio.cli.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.op.Ref;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The graph as boxes in rows: a value stands one row below the lowest of its operands.
final class GraphDrawing {
  private static final double WIDTH = 230;
  private static final double HEIGHT = 44;
  private static final double GAP_X = 24;
  private static final double GAP_Y = 26;

  private final FixedGraph graph;
  private final Map<String, Integer> row = new LinkedHashMap<>();
  private final Map<String, Integer> column = new LinkedHashMap<>();
  private final List<Integer> filled = new ArrayList<>();

  private GraphDrawing(FixedGraph graph) {
    this.graph = graph;
  }

  static DomContent draw(Report report) {
    return new GraphDrawing(report.certified().boundary().graph()).draw();
  }

  private DomContent draw() {
    graph.inputs().forEach(input -> place(input.name(), 0));
    for (Node node : graph.nodes()) {
      int below = 0;
      for (Ref operand : node.op().operands()) {
        below = Math.max(below, row.get(operand.name()) + 1);
      }
      place(node.result().name(), below);
    }
    int columns = filled.stream().mapToInt(Integer::intValue).max().orElse(1);
    ContainerTag<?> picture =
        Svg.picture(
            columns * (WIDTH + GAP_X), filled.size() * (HEIGHT + GAP_Y), "the graph of operators");
    for (Node node : graph.nodes()) {
      for (Ref operand : node.op().operands()) {
        picture.with(edge(operand.name(), node.result().name()));
      }
    }
    List<DomContent> boxes = new ArrayList<>();
    graph.inputs().forEach(input -> boxes.addAll(box(input, "input")));
    graph
        .nodes()
        .forEach(node -> boxes.addAll(box(node.result(), node.op().getClass().getSimpleName())));
    return div(picture.with(each(boxes, box -> box))).withClass("wide");
  }

  private void place(String name, int at) {
    while (filled.size() <= at) {
      filled.add(0);
    }
    row.put(name, at);
    column.put(name, filled.get(at));
    filled.set(at, filled.get(at) + 1);
  }

  private double left(String name) {
    return column.get(name) * (WIDTH + GAP_X) + 1;
  }

  private double top(String name) {
    return row.get(name) * (HEIGHT + GAP_Y) + 1;
  }

  private DomContent edge(String from, String to) {
    double x1 = left(from) + WIDTH / 2;
    double y1 = top(from) + HEIGHT;
    double x2 = left(to) + WIDTH / 2;
    double y2 = top(to);
    double bend = GAP_Y / 2;
    return Svg.path(
        "edge",
        "M"
            + Svg.number(x1)
            + " "
            + Svg.number(y1)
            + " C"
            + Svg.number(x1)
            + " "
            + Svg.number(y1 + bend)
            + " "
            + Svg.number(x2)
            + " "
            + Svg.number(y2 - bend)
            + " "
            + Svg.number(x2)
            + " "
            + Svg.number(y2));
  }

  private List<DomContent> box(Value value, String operator) {
    double x = left(value.name());
    double y = top(value.name());
    boolean leaves = graph.outputs().contains(value.name());
    String kind = operator.equals("input") ? "node in" : leaves ? "node out" : "node";
    return List.of(
        Svg.box(kind, x, y, WIDTH - 2, HEIGHT).with(Svg.hint(value.origin().toString())),
        Svg.text("name", x + 8, y + 18, Svg.cut(operator + "  " + value.name(), 29)),
        Svg.text(
            "detail",
            x + 8,
            y + 35,
            Svg.cut(
                value.type()
                    + " "
                    + value.shape()
                    + "  "
                    + value.range().min()
                    + "…"
                    + value.range().max(),
                38)));
  }
}
