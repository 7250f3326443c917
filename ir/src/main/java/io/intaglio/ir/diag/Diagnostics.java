package io.intaglio.ir.diag;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong during one stage, so that all of it is reported at once.
public final class Diagnostics {
  private final List<Diagnostic> found = new ArrayList<>();

  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public void addAll(List<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  public void error(Code code, Origin origin, String message, String help) {
    add(Diagnostic.error(code, origin, message, help));
  }

  public void warning(Code code, Origin origin, String message, String help) {
    add(Diagnostic.warning(code, origin, message, help));
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  public List<Diagnostic> all() {
    return List.copyOf(found);
  }

  /// Ends the stage.
  ///
  /// @throws InvalidInput with everything found, if any of it is an error
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new InvalidInput(all());
    }
  }
}
