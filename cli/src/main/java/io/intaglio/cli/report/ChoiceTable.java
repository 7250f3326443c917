package io.intaglio.cli.report;

import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.type.IntType;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    ports(report.datapath(), table);
    Settings settings = report.settings();
    table.row(Table.text("rounding profile"), Table.text(report.inspection().profile()));
    for (Head head : report.certified().boundary().heads()) {
      table.row(
          Table.text("real " + head.input() + " outside its range"),
          Table.text(outside(head.encoding())));
    }
    table.row(Table.text("target clock"), Table.text(settings.clock().toPlainString() + " ns"));
    table.row(Table.text("delay table"), Table.text(settings.delayModel() + " (an estimate)"));
    table.row(Table.text("handshake"), Table.text(Settings.nameOf(settings.handshake())));
    table.row(Table.text("strategy of all layers"), Table.text("parallel"));
    table.row(Table.text("model SHA-256"), Table.name(report.inspection().sha256()));
    return table.done();
  }

  private static String outside(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Grid grid -> grid.saturate() ? "saturates" : "is an error";
      case Encoding.WrapQuantize _ -> "wraps, as in the model";
      case Encoding.Bipolar _ -> "is its sign, as in the model";
      case Encoding.Quantize _, Encoding.AffineQuantize _, Encoding.ReciprocalQuantize _ ->
          "saturates, as in the model";
    };
  }

  private static String end(Inspection.End end) {
    String software =
        end.software().isEmpty()
            ? ""
            : "; in software, outside the design: " + String.join(", ", end.software());
    return end.shape() + " of " + end.type() + ", one code is " + end.scale() + software;
  }

  private static void ports(Datapath datapath, Table table) {
    Map<String, Bus> buses = new LinkedHashMap<>();
    datapath.inputs().forEach(bus -> buses.put(bus.value(), bus));
    datapath.layers().forEach(layer -> buses.put(layer.result().value(), layer.result()));
    for (Bus input : datapath.inputs()) {
      table.row(Table.text("input port of " + input.value()), Table.text(bits(input)));
    }
    for (String output : datapath.outputs()) {
      table.row(
          Table.text("output port of " + datapath.graphName(output)),
          Table.text(bits(buses.get(output))));
    }
  }

  /// As in `76 bits, element 0 lowest: 4 × s15, 1 × s16`.
  private static String bits(Bus bus) {
    List<String> runs = new ArrayList<>();
    List<IntType> types = bus.elements();
    for (int from = 0; from < types.size(); ) {
      int to = from;
      while (to < types.size() && types.get(to).equals(types.get(from))) {
        to++;
      }
      runs.add((to - from) + " × " + types.get(from));
      from = to;
    }
    return bus.bits() + " bits, element 0 lowest: " + String.join(", ", runs);
  }
}
