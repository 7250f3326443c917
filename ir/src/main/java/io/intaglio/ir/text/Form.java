package io.intaglio.ir.text;

/// The first line of every text: `intaglio kind version`.
final class Form {
  static final String WORD = "intaglio";

  /// The version of the syntax and of the records that this code writes and reads.
  static final int VERSION = 1;

  private Form() {}
}
