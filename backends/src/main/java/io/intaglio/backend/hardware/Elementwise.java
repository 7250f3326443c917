package io.intaglio.backend.hardware;

/// Blocks whose result at an element depends on the operands' at that element.
final class Elementwise {
  private Elementwise() {}

  /// Builds the result at one element of one operand.
  @FunctionalInterface
  interface Unary {
    int build(Netlist netlist, int element, int x);
  }

  /// Builds the result at one element of several operands.
  @FunctionalInterface
  interface Nary {
    int build(Netlist netlist, int element, int[] operands);
  }

  static Block unary(int[][] vectors, boolean uniform, Unary rule) {
    return nary(
        vectors,
        vectors,
        1,
        uniform,
        (netlist, element, operands) -> rule.build(netlist, element, operands[0]));
  }

  /// @param reads for each position one vector an operand, one after the other
  static Block nary(int[][] reads, int[][] writes, int operands, boolean uniform, Nary rule) {
    return new Block(
        reads,
        writes,
        uniform,
        (netlist, position, inputs) -> {
          int[] elements = writes[position];
          int[] results = new int[elements.length];
          for (int c = 0; c < results.length; c++) {
            int[] values = new int[operands];
            for (int j = 0; j < operands; j++) {
              values[j] = inputs[j * elements.length + c];
            }
            netlist.label("y" + c);
            results[c] = rule.build(netlist, elements[c], values);
          }
          return results;
        });
  }
}
