package io.intaglio.ir.diag;

import java.util.List;
import java.util.stream.Collectors;

/// Ends a stage because of what the user gave. Anything else that is thrown is our mistake.
public final class InvalidInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<Diagnostic> diagnostics;

  public InvalidInput(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public InvalidInput(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
