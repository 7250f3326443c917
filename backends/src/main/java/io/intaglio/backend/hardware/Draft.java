package io.intaglio.backend.hardware;

import java.util.List;

/// A design as cells without registers. Values are numbered, those of the inputs first, then one a
/// part in data-flow order.
///
/// @param names of the values, as in the graph
/// @param elements of the values
/// @param inputs how many values come from outside
/// @param outputs values that leave
/// @param built whether a value becomes hardware: it is an input, or it is no constant and
///     something that leaves depends on it
@SuppressWarnings("ArrayRecordComponent")
record Draft(
    List<String> names,
    List<Elements> elements,
    int inputs,
    List<Part> parts,
    List<Integer> outputs,
    boolean[] built) {

  /// Whether any instance of a part sees a variable element of its operand `j`.
  static boolean uses(Part part, int j, List<Elements> elements) {
    int from = part.offsets()[j];
    Elements operand = elements.get(part.operands()[j]);
    int[][] reads =
        switch (part) {
          case Part.Logic logic -> logic.reads();
          case Part.Wires wires -> new int[][] {wires.wiring().reads()};
        };
    for (int[] instance : reads) {
      for (int element : instance) {
        boolean here = element >= from && element < from + operand.size();
        if (here && !operand.isConstant(element - from)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The greatest delay of any cell, in picoseconds.
  int slowestCell() {
    int slowest = 0;
    for (Part part : parts) {
      if (part instanceof Part.Logic logic) {
        for (int delay : logic.delays()) {
          slowest = Math.max(slowest, delay);
        }
      }
    }
    return slowest;
  }
}
