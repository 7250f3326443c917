package io.intaglio.cli.tool;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;

/// An external tool cannot be started, ended with an error or did not end in time.
public final class ToolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolFailure(Outcome outcome) {
    super(
        outcome.command()
            + (outcome.timedOut() ? " did not end in time" : " ended with " + outcome.status())
            + (outcome.tail(12).isBlank() ? "" : ":\n" + outcome.tail(12)));
  }

  public ToolFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public ToolFailure(String message) {
    super(message);
  }

  /// What to say of it.
  public Diagnostic diagnostic() {
    return Diagnostic.error(
        Code.TOOL_MISSING,
        Origin.NONE,
        getMessage(),
        "see whether the tool works by itself; `intaglio doctor` lists the tools");
  }
}
