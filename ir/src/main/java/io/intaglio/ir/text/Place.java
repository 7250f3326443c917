package io.intaglio.ir.text;

import io.intaglio.ir.diag.Origin;

/// A place in a text, lines and columns from 1.
record Place(int line, int column) {
  /// Of a tree that was not read from a text.
  static final Place NONE = new Place(0, 0);

  Origin in(String file) {
    return Origin.file(file + ":" + line + ":" + column);
  }
}
