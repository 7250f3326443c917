package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.diag.Diagnostic;

/// A layer that cannot be read exactly.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  Refused(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
