package io.intaglio.cli.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import io.intaglio.backend.hardware.ResourceReport;
import j2html.tags.DomContent;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What each layer is made of. Counts are exact for the plan; times are the delay table's estimate.
final class ResourceTable {
  private ResourceTable() {}

  static DomContent draw(Report report) {
    ResourceReport resources = report.resources();
    Table table =
        new Table(
            "~value",
            "~operator",
            "copies",
            "stages",
            "adders",
            "adder bits",
            "register bits",
            "levels",
            "longest path, ps",
            "~cells");
    for (ResourceReport.LayerReport layer : resources.layers()) {
      table.row(
          Table.name(layer.value()),
          Table.text(layer.operator()),
          Table.number(layer.instances()),
          Table.number(layer.firstStage() + "–" + layer.lastStage()),
          Table.number(layer.adders()),
          Table.number(layer.adderBits()),
          Table.number(layer.registerBits()),
          Table.number(layer.levels()),
          Table.number(layer.criticalPicoseconds()),
          Table.text(cells(layer.cells())));
    }
    return div(
        table.done(),
        p(String.format(
                Locale.ROOT,
                "By the %s delay table the design would run at a clock period of %.2f ns; counts"
                    + " are of the plan, before synthesis.",
                report.datapath().delayModel(),
                resources.reachableClockPicoseconds() / 1000.0))
            .withClass("quiet"));
  }

  private static String cells(Map<String, Long> cells) {
    return cells.entrySet().stream()
        .filter(cell -> !cell.getKey().equals("Register"))
        .map(cell -> String.format(Locale.ROOT, "%s %,d", cell.getKey(), cell.getValue()))
        .collect(Collectors.joining(", "));
  }
}
