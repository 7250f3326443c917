package io.intaglio.backend.hardware;

import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// Sum, difference and product of two values, the second broadcast to the first.
final class ArithmeticBlock {
  private ArithmeticBlock() {}

  static Block sum(Shape a, Shape b) {
    return linear(a, b, 1);
  }

  static Block difference(Shape a, Shape b) {
    return linear(a, b, -1);
  }

  static Block product(Shape a, Shape b) {
    return pairs(a, b, (netlist, element, operands) -> netlist.multiply(operands[0], operands[1]));
  }

  private static Block linear(Shape a, Shape b, long factor) {
    long[] factors = {1, factor};
    return pairs(
        a, b, (netlist, element, operands) -> new AdderTree(netlist).sum(operands, factors, 0));
  }

  private static Block pairs(Shape a, Shape b, Elementwise.Nary rule) {
    int[][] vectors = Positions.vectors(a);
    int[] identity = new int[a.size()];
    Arrays.setAll(identity, i -> i);
    int[][] index = {identity, b.broadcastIndex(a)};
    int[][] reads = Positions.sideBySide(vectors, index, new int[] {0, identity.length});
    return Elementwise.nary(reads, vectors, 2, true, rule);
  }
}
