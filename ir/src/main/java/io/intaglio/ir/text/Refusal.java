package io.intaglio.ir.text;

/// Ends the reading of one statement, whose fault is already among the diagnostics.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal() {
    super("refused", null, false, false);
  }
}
