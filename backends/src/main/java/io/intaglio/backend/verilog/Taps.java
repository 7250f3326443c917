package io.intaglio.backend.verilog;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `taps.json`: the ports of the top module, and for each value the net in it that carries the
/// value, the stage in which it is visible, and the bits of each element. A value without a bit
/// has the path `""`.
final class Taps {
  private final Datapath design;
  private final DesignNames names;

  Taps(Datapath design, DesignNames names) {
    this.design = design;
    this.names = names;
  }

  Artifact artifact() {
    List<String> inputs = new ArrayList<>();
    for (Bus bus : design.inputs()) {
      inputs.add(port(bus, bus.value(), names.inputPort(bus).name().text()));
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < design.outputs().size(); i++) {
      String value = design.outputs().get(i);
      String port = names.outputPorts().get(i).name().text();
      outputs.add(port(names.busOf(value), design.graphName(value), port));
    }
    List<String> taps = new ArrayList<>();
    design.inputs().forEach(bus -> taps.add(tap(bus, "input")));
    for (Layer layer : design.layers()) {
      String kind =
          switch (layer) {
            case Layer.Compute _ -> "compute";
            case Layer.Route _ -> "route";
            case Layer.Delay _ -> "delay";
          };
      taps.add(tap(layer.result(), kind));
    }
    String text =
        "{\n  \"top\": "
            + quoted(names.top().text())
            + ",\n  \"handshake\": "
            + quoted(Headers.handshake(design.handshake()))
            + ",\n  \"latency\": "
            + design.latency()
            + ",\n  \"interval\": "
            + design.initiationInterval()
            + ",\n  \"inputs\": "
            + list(inputs)
            + ",\n  \"outputs\": "
            + list(outputs)
            + ",\n  \"taps\": "
            + list(taps)
            + "\n}\n";
    return new Artifact("taps.json", text);
  }

  /// @param graph the graph's name of the value; that of a delayed copy is the original's
  private static String port(Bus bus, String graph, String port) {
    return "{\"value\": "
        + quoted(bus.value())
        + ", \"graph\": "
        + quoted(graph)
        + ", \"port\": "
        + quoted(port)
        + ", \"bits\": "
        + bus.bits()
        + "}";
  }

  private String tap(Bus bus, String kind) {
    String path = bus.bits() == 0 ? "" : names.top() + "." + names.net(bus.value()).name();
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < bus.elements().size(); i++) {
      IntType type = bus.elements().get(i);
      elements.add(
          "{\"lsb\": "
              + names.offset(bus.value(), i)
              + ", \"width\": "
              + type.bits()
              + ", \"signed\": "
              + type.signed()
              + "}");
    }
    return "{\"value\": "
        + quoted(bus.value())
        + ", \"kind\": "
        + quoted(kind)
        + ", \"stage\": "
        + bus.stage()
        + ", \"path\": "
        + quoted(path)
        + ", \"bits\": "
        + bus.bits()
        + ", \"elements\": [\n      "
        + String.join(",\n      ", elements)
        + "]}";
  }

  private static String list(List<String> items) {
    return items.isEmpty()
        ? "[]"
        : items.stream().collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
  }

  /// A JSON string in ASCII.
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.append('"').toString();
  }
}
