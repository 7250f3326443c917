package io.intaglio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The run that the launcher records to make later starts fast (JDK ahead-of-time cache): it loads
/// what the usual commands load.
public final class Warmup {
  /// Made by `bench/warmup_models.py`.
  static final List<String> MODELS = List.of("residual.tflite", "conv.h5");

  private Warmup() {}

  public static void main(String[] arguments) {
    PrintWriter silent = new PrintWriter(Writer.nullWriter());
    try {
      Path folder = Files.createTempDirectory("intaglio-warmup");
      String design = folder.resolve("design").toString();
      Main.run(silent, silent, "--version");
      Main.run(silent, silent, "demo", "-o", design);
      Main.run(silent, silent, "inspect", design + "/design.fx", "--json");
      Main.run(silent, silent, "prove", design);
      for (String model : MODELS) {
        Path file = folder.resolve(model);
        try (InputStream in = Warmup.class.getResourceAsStream("warmup/" + model)) {
          Files.copy(in, file);
        }
        Main.run(silent, silent, "inspect", file.toString());
      }
      try (Stream<Path> made = Files.walk(folder)) {
        for (Path path : made.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
