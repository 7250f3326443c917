package io.intaglio.cli.verify;

import io.intaglio.ir.type.IntType;
import java.util.Locale;

/// One element of a graph value as bits of a net inside a design.
///
/// @param value the value's name in the graph
/// @param net hierarchical path of the net, from the top module's contents on
/// @param lsb the element's least significant bit in the net
/// @param whole whether the element is all of the net
/// @param stage the number of register ranks between the design's input ports and the net
record Tap(String value, int element, String net, int lsb, boolean whole, IntType type, int stage) {
  /// The expression that reads the element from a module in which the design is `instance`.
  String select(String instance) {
    String path = instance + "." + net;
    if (whole) {
      return path;
    }
    return type.bits() == 1
        ? String.format(Locale.ROOT, "%s[%d]", path, lsb)
        : String.format(Locale.ROOT, "%s[%d:%d]", path, lsb + type.bits() - 1, lsb);
  }
}
