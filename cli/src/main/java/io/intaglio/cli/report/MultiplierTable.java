package io.intaglio.cli.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.real.Rounding;
import j2html.tags.DomContent;
import java.util.Locale;

/// Multiplier bits of every requantization: what the source needs, what is proven to do.
final class MultiplierTable {
  private MultiplierTable() {}

  static DomContent draw(Report report) {
    if (report.multipliers().layers().isEmpty()) {
      return p("This network has no requantization.");
    }
    Table table =
        new Table(
            "~value",
            "channels",
            "bits before",
            "bits after, widest",
            "mean",
            "thresholds",
            "~form");
    for (MultiplierReport.Layer layer : report.multipliers().layers()) {
      boolean steps = layer.thresholds() > 0;
      table.row(
          Table.name(layer.value()),
          Table.number(layer.channels()),
          Table.number(layer.bitsBefore()),
          Table.number(steps ? "–" : Integer.toString(layer.bitsAfter())),
          Table.number(steps ? "–" : mean(layer)),
          Table.number(steps ? Integer.toString(layer.thresholds()) : "–"),
          Table.text(form(layer)));
    }
    return div(
        p("Before: the multiplier of the source's own arithmetic (24 bits of a float32 scale, 31 of"
                + " TFLite's). After: the narrowest one proven equal on every reachable input.")
            .withClass("quiet"),
        table.done());
  }

  private static String mean(MultiplierReport.Layer layer) {
    return String.format(Locale.ROOT, "%.1f", layer.sumBitsAfter() / (double) layer.channels());
  }

  private static String form(MultiplierReport.Layer layer) {
    if (layer.thresholds() > 0) {
      return "thresholds";
    }
    if (layer.rounding() != Rounding.FLOOR) {
      return "shift, " + layer.rounding().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    return layer.bitsAfter() <= 1 ? "shift" : "multiply, add, shift";
  }
}
