package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.diag.Diagnostic;

/// Ends the reading of one node; the others are read on, so that all refusals are reported.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  Refusal(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
