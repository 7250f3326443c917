package io.intaglio.ir.diag;

import java.util.List;

/// One thing wrong with what the user gave: where, what was found, what would mend it.
///
/// @param message one sentence without a final full stop
/// @param help the remedy, or empty
public record Diagnostic(
    Code code, Severity severity, Origin origin, String message, List<String> notes, String help) {
  public enum Severity {
    ERROR,
    WARNING
  }

  public Diagnostic {
    notes = List.copyOf(notes);
  }

  public static Diagnostic error(Code code, Origin origin, String message, String help) {
    return new Diagnostic(code, Severity.ERROR, origin, message, List.of(), help);
  }

  public static Diagnostic warning(Code code, Origin origin, String message, String help) {
    return new Diagnostic(code, Severity.WARNING, origin, message, List.of(), help);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// As printed: `place: error: message [CODE]`, notes, `help: …`. Control characters that a model
  /// file may smuggle into names are replaced.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!origin.places().isEmpty()) {
      text.append(origin).append(": ");
    }
    text.append(isError() ? "error: " : "warning: ").append(message);
    text.append(" [").append(code.id()).append(']');
    for (String note : notes) {
      text.append("\n  note: ").append(note);
    }
    if (!help.isEmpty()) {
      text.append("\n  help: ").append(help);
    }
    return printable(text);
  }

  private static String printable(CharSequence text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c);
    }
    return clean.toString();
  }
}
