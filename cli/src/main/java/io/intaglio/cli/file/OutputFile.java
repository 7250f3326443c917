package io.intaglio.cli.file;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps what a command reads from being written over by what it makes.
public final class OutputFile {
  private OutputFile() {}

  /// @param role what `source` is, as in "the model"
  /// @throws InvalidInput if `output` is the file `source`, by whatever path
  public static void demandOther(Path output, Path source, String role) {
    try {
      if (Files.exists(output) && Files.exists(source) && Files.isSameFile(output, source)) {
        throw refused(output, "is " + role + " itself");
      }
    } catch (IOException e) {
      throw refused(output, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  public static InvalidInput refused(Path output, String message) {
    return new InvalidInput(
        Diagnostic.error(
            Code.USE_OUTPUT,
            Origin.file(output.toString()),
            message,
            "name another file with -o, or move this one away"));
  }
}
