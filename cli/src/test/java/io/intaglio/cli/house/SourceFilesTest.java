package io.intaglio.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the compiler does not hold: rooms stay small.
class SourceFilesTest {
  private static final int MAX_LINES = 500;

  @Test
  void noSourceFileHasOver500Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Path> sources = sources();
    for (Path source : sources) {
      long lines = Files.readAllLines(source).size();
      if (lines > MAX_LINES) {
        tooLong.add(source.getFileName() + " has " + lines + " lines");
      }
    }
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("intaglio.root"));
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("ir", "frontend", "sim", "rtl-out", "backends", "cli")) {
      Path source = root.resolve(module).resolve("src");
      if (Files.isDirectory(source)) {
        try (Stream<Path> files = Files.walk(source)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
