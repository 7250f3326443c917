package io.intaglio.rtl;

/// A port of a module; outputs are wires.
public record PortSpec(Direction direction, Expr.Net net) {
  public enum Direction {
    INPUT("input "),
    OUTPUT("output");

    final String keyword;

    Direction(String keyword) {
      this.keyword = keyword;
    }
  }

  public static PortSpec input(Expr.Net net) {
    return new PortSpec(Direction.INPUT, net);
  }

  public static PortSpec output(Expr.Net net) {
    return new PortSpec(Direction.OUTPUT, net);
  }
}
