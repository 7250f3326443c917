package io.intaglio.cli.verify;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayList;
import java.util.List;

/// The values of a datapath in data-flow order, inputs first.
final class Buses {
  private Buses() {}

  /// A value and where it comes from.
  ///
  /// @param graphName the value of the graph whose elements it holds
  record Made(Bus bus, String graphName, String operator, Origin origin) {}

  static List<Made> of(Datapath datapath) {
    List<Made> list = new ArrayList<>();
    for (Bus input : datapath.inputs()) {
      list.add(new Made(input, input.value(), "input", Origin.NONE));
    }
    for (Layer layer : datapath.layers()) {
      Bus bus = layer.result();
      list.add(new Made(bus, datapath.graphName(bus.value()), operator(layer), layer.origin()));
    }
    return list;
  }

  static List<Made> outputs(Datapath datapath) {
    List<Made> all = of(datapath);
    return datapath.outputs().stream()
        .map(
            name ->
                all.stream()
                    .filter(made -> made.bus().value().equals(name))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static String operator(Layer layer) {
    return switch (layer) {
      case Layer.Compute compute -> compute.operator();
      case Layer.Route route -> route.operator();
      case Layer.Delay delay -> "delay of " + delay.ranks();
    };
  }
}
