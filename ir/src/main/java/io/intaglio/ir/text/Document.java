package io.intaglio.ir.text;

import java.util.List;

/// A text: `intaglio kind version`, then statements.
record Document(String kind, List<Statement> statements) {
  /// The first word of every text.
  static final String FORM = "intaglio";

  /// The version of the syntax and of the records that this code writes and reads.
  static final int VERSION = 1;

  Document {
    statements = List.copyOf(statements);
  }
}
