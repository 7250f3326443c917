package io.intaglio.cli.inspect;

import io.intaglio.ir.real.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lays an [Inspection] out in columns.
final class InspectionTable {
  private static final List<String> TITLES =
      List.of(
          "value", "operator", "shape", "type", "range", "scale", "MACs", "params", "multiplier");

  private InspectionTable() {}

  static List<String> lines(Inspection inspection) {
    List<String> lines = new ArrayList<>();
    lines.add(inspection.model() + ", profile " + inspection.profile());
    inspection.inputs().forEach(end -> lines.add("input  " + end(end, "before it")));
    inspection.outputs().forEach(end -> lines.add("output " + end(end, "after it")));
    lines.add("");
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    inspection.layers().forEach(layer -> rows.add(row(layer)));
    lines.addAll(columns(rows));
    Inspection.Totals totals = inspection.totals();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d multiply-accumulates, %,d parameters, %,d weights are zero",
            totals.multiplyAccumulates(),
            totals.parameters(),
            totals.zeroWeights()));
    return lines.stream().map(InspectionTable::printable).toList();
  }

  /// Names of a `.fx` file may hold anything.
  static String printable(String line) {
    return line.replaceAll("\\p{Cc}", "\uFFFD");
  }

  private static String end(Inspection.End end, String when) {
    String software =
        end.software().isEmpty()
            ? ""
            : "; " + when + ", in software: " + String.join(", ", end.software());
    return end.name()
        + " "
        + end.shape()
        + " "
        + end.type()
        + ", one code is "
        + end.scale()
        + software;
  }

  private static List<String> row(Inspection.Layer layer) {
    return List.of(
        layer.name(),
        layer.operator(),
        layer.shape().toString().replace(" ", ""),
        layer.type(),
        "[" + layer.min() + "," + layer.max() + "]",
        shortened(layer.scale()),
        count(layer.multiplyAccumulates()),
        count(layer.parameters()),
        multiplier(layer));
  }

  /// Exact scales of float models are fractions of many digits; a person wants to see their size.
  private static String shortened(String scale) {
    if (scale.length() <= 16) {
      return scale;
    }
    int zero = scale.indexOf(" zero ");
    String step = zero < 0 ? scale : scale.substring(0, zero);
    String decimal = String.format(Locale.ROOT, "~%.5g", Rational.parse(step).toDouble());
    return zero < 0 ? decimal : decimal + scale.substring(zero);
  }

  static String count(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }

  private static String multiplier(Inspection.Layer layer) {
    String before = layer.sourceMultiplierBits().map(bits -> bits + " -> ").orElse("");
    return layer
        .thresholds()
        .map(count -> before + count + " thresholds")
        .or(() -> layer.multiplierBits().map(bits -> before + bits + " bits"))
        .orElse("");
  }

  /// Rows of equal length, each column as wide as its widest entry.
  static List<String> columns(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
