package io.intaglio.cli.tool;

import java.util.stream.Collectors;

/// How an external process ended.
///
/// @param status its exit status; 124 if it was stopped because its time was over
/// @param output what it wrote to standard output
/// @param errors what it wrote to standard error
public record Outcome(String command, int status, boolean timedOut, String output, String errors) {
  public boolean succeeded() {
    return status == 0 && !timedOut;
  }

  /// The last lines that it wrote, for a message.
  public String tail(int lines) {
    String all = errors.isBlank() ? output : errors;
    return all.lines()
        .skip(Math.max(0, all.lines().count() - lines))
        .collect(Collectors.joining("\n"));
  }

  /// This outcome, if the process succeeded.
  ///
  /// @throws ToolFailure otherwise
  public Outcome orThrow() {
    if (!succeeded()) {
      throw new ToolFailure(this);
    }
    return this;
  }
}
