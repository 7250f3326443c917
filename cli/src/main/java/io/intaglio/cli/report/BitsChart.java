package io.intaglio.cli.report;

import static j2html.TagCreator.div;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.type.IntType;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A bar a layer: from the narrowest to the widest element, and the mean between.
final class BitsChart {
  private static final double LABEL = 260;
  private static final double BIT = 14;
  private static final double ROW = 22;
  private static final double NOTE = 260;

  private BitsChart() {}

  static DomContent draw(Report report) {
    List<Bus> buses = new ArrayList<>(report.datapath().inputs());
    for (Layer layer : report.datapath().layers()) {
      if (!(layer instanceof Layer.Delay) && !layer.result().elements().isEmpty()) {
        buses.add(layer.result());
      }
    }
    int widest =
        buses.stream()
            .flatMap(bus -> bus.elements().stream())
            .mapToInt(IntType::bits)
            .max()
            .orElse(1);
    ContainerTag<?> picture =
        Svg.picture(LABEL + widest * BIT + NOTE, (buses.size() + 1) * ROW, "bits of each layer");
    for (int i = 0; i < buses.size(); i++) {
      bar(picture, buses.get(i), (i + 0.2) * ROW);
    }
    return div(picture).withClass("wide");
  }

  private static void bar(ContainerTag<?> picture, Bus bus, double y) {
    int narrowest = bus.elements().stream().mapToInt(IntType::bits).min().orElse(0);
    int widest = bus.elements().stream().mapToInt(IntType::bits).max().orElse(0);
    double mean = bus.elements().stream().mapToInt(IntType::bits).average().orElse(0);
    picture.with(
        Svg.text("label", 0, y + 12, Svg.cut(bus.value(), 36)),
        Svg.box("bar soft", LABEL, y, widest * BIT, ROW * 0.7),
        Svg.box("bar", LABEL, y, narrowest * BIT, ROW * 0.7),
        Svg.line("mark", LABEL + mean * BIT, y, LABEL + mean * BIT, y + ROW * 0.7),
        Svg.text(
            "label",
            LABEL + widest * BIT + 8,
            y + 12,
            narrowest == widest
                ? widest + " bits × " + bus.elements().size()
                : String.format(
                    Locale.ROOT,
                    "%d to %d bits, mean %.1f, × %d",
                    narrowest,
                    widest,
                    mean,
                    bus.elements().size())));
  }
}
