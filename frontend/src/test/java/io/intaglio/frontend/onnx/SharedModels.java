package io.intaglio.frontend.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.net.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of real networks beside the project. Tests that need it are skipped without it.
final class SharedModels {
  private SharedModels() {}

  static Path file(String name) {
    String given = System.getenv("INTAGLIO_MODELS");
    Path folder =
        given == null
            ? Path.of(System.getProperty("intaglio.root", "."), "..", "shared", "models")
            : Path.of(given);
    assumeTrue(Files.isDirectory(folder), "the folder shared/models is absent");
    return folder.resolve(name);
  }

  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(file(folder))) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Network network(String name) {
    return Importer.read(file(name), ImportOptions.DEFAULT);
  }
}
