package io.intaglio.cli.tool;

/// An external tool ended with an error or did not end in time.
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
}
