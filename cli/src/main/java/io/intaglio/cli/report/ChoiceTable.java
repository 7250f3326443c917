package io.intaglio.cli.report;

import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.settings.Settings;
import j2html.tags.DomContent;

/// Ports of the design and the choices that made it.
final class ChoiceTable {
  private ChoiceTable() {}

  static DomContent draw(Report report) {
    Table table = new Table("~what", "~choice");
    for (Inspection.End input : report.inspection().inputs()) {
      table.row(Table.text("input " + input.name()), Table.text(end(input)));
    }
    for (Inspection.End output : report.inspection().outputs()) {
      table.row(Table.text("output " + output.name()), Table.text(end(output)));
    }
    Settings settings = report.settings();
    table.row(Table.text("rounding profile"), Table.text(report.inspection().profile()));
    table.row(
        Table.text("real inputs outside their format"),
        Table.text(settings.saturate() ? "saturate" : "are an error"));
    table.row(Table.text("target clock"), Table.text(settings.clock().toPlainString() + " ns"));
    table.row(Table.text("delay table"), Table.text(settings.delayModel() + " (an estimate)"));
    table.row(Table.text("handshake"), Table.text(Settings.nameOf(settings.handshake())));
    table.row(Table.text("strategy of all layers"), Table.text("parallel"));
    table.row(Table.text("model SHA-256"), Table.name(report.inspection().sha256()));
    return table.done();
  }

  private static String end(Inspection.End end) {
    return end.shape() + " of " + end.type() + ", one code is " + end.scale();
  }
}
