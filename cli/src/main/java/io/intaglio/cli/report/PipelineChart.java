package io.intaglio.cli.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Stages to the right, layers downwards: when each layer works on one sample. The edge at the left
/// of a stage's column is the clock edge that makes its registers visible.
final class PipelineChart {
  private static final double LABEL = 260;
  private static final double ROW = 22;

  private record Row(String name, int from, int to) {}

  private PipelineChart() {}

  static DomContent draw(Report report) {
    Datapath datapath = report.datapath();
    List<Row> rows = new ArrayList<>();
    for (Bus input : datapath.inputs()) {
      rows.add(new Row(input.value(), input.stage(), input.stage()));
    }
    for (Layer layer : datapath.layers()) {
      rows.add(row(layer));
    }
    int stages = datapath.latency() + 1;
    double stage = Math.clamp(900.0 / stages, 14, 90);
    double bottom = (rows.size() + 1) * ROW;
    ContainerTag<?> picture =
        Svg.picture(LABEL + stages * stage + 20, bottom + 22, "pipeline of the design");
    for (int i = 0; i < stages; i++) {
      double x = LABEL + i * stage;
      picture.with(Svg.line("grid", x, 0, x, bottom));
      if (stage >= 40 || i % 5 == 0) {
        double ns = i * datapath.clockPicoseconds() / 1000.0;
        picture.with(
            Svg.text(
                "detail", x + 2, bottom + 14, String.format(Locale.ROOT, "%d · %.0f ns", i, ns)));
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double y = (i + 0.2) * ROW;
      picture.with(
          Svg.text("label", 0, y + 12, Svg.cut(row.name(), 36)),
          Svg.box(
              "bar",
              LABEL + row.from() * stage + 1,
              y,
              Math.max(3, (Math.min(row.to() + 1, datapath.latency()) - row.from()) * stage - 2),
              ROW * 0.7));
    }
    return div(
            p("Line k is clock edge k, the first samples the input; results are out after the last.")
                .withClass("quiet"),
            picture)
        .withClass("wide");
  }

  private static Row row(Layer layer) {
    int last = layer.result().stage();
    return switch (layer) {
      case Layer.Compute compute -> new Row(layer.result().value(), compute.firstStage(), last);
      case Layer.Route _ -> new Row(layer.result().value(), last, last);
      case Layer.Delay delay -> new Row(layer.result().value(), last - delay.ranks(), last);
    };
  }
}
