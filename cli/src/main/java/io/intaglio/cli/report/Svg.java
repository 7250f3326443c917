package io.intaglio.cli.report;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// The few SVG elements the charts are drawn of. Lengths are CSS pixels.
final class Svg {
  private Svg() {}

  static ContainerTag<?> picture(double width, double height, String label) {
    return tag("svg")
        .attr("viewBox", "0 0 " + number(width) + " " + number(height))
        .attr("width", number(width))
        .attr("height", number(height))
        .attr("role", "img")
        .attr("aria-label", label);
  }

  static ContainerTag<?> box(String kind, double x, double y, double width, double height) {
    return tag("rect")
        .attr("class", kind)
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("width", number(width))
        .attr("height", number(height));
  }

  static ContainerTag<?> line(String kind, double x1, double y1, double x2, double y2) {
    return tag("line")
        .attr("class", kind)
        .attr("x1", number(x1))
        .attr("y1", number(y1))
        .attr("x2", number(x2))
        .attr("y2", number(y2));
  }

  static ContainerTag<?> path(String kind, String data) {
    return tag("path").attr("class", kind).attr("d", data);
  }

  static ContainerTag<?> text(String kind, double x, double y, String content) {
    return tag("text")
        .attr("class", kind)
        .attr("x", number(x))
        .attr("y", number(y))
        .withText(content);
  }

  /// Shown when a pointer rests on the element.
  static ContainerTag<?> hint(String content) {
    return tag("title").withText(content);
  }

  /// At most two decimals, so that pages are the same on every machine.
  static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /// A text cut to `length` characters.
  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
