package io.intaglio.ir.lower;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;

/// Ends the lowering of one node; the driver collects its diagnostic and goes on with the nodes
/// that do not depend on it.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Diagnostic diagnostic;

  Refusal(Code code, Origin origin, String message, String help) {
    super(message);
    this.diagnostic = Diagnostic.error(code, origin, message, help);
  }

  /// The value has no integer codes on one grid.
  static Refusal notInteger(Origin origin, String message, String help) {
    return new Refusal(Code.LOW_NOT_INTEGER, origin, message, help);
  }

  /// The operator, where it stands, has no exact integer form.
  static Refusal noForm(Origin origin, String message, String help) {
    return new Refusal(Code.LOW_NO_EXACT_FORM, origin, message, help);
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
