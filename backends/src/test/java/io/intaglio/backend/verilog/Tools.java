package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.backend.Artifact;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The real tools on a folder of emitted files. A missing tool is a visible skip, a failure where
/// `CI=true`.
final class Tools {
  private Tools() {}

  static void need(String... tools) {
    for (String tool : tools) {
      boolean found =
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (!found && "true".equals(System.getenv("CI"))) {
        throw new AssertionError(tool + " is not installed; with CI=true that is a failure");
      }
      Assumptions.assumeTrue(found, tool + " is not installed");
    }
  }

  static void write(Path folder, List<Artifact> artifacts) {
    try {
      for (Artifact artifact : artifacts) {
        Path file = folder.resolve(artifact.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, artifact.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command to its end; exit status 0 is demanded.
  static String run(Path folder, String... command) {
    try {
      Path log = Files.createTempFile(folder, "log", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int status = process.waitFor();
      String output = Files.readString(log, StandardCharsets.UTF_8);
      assertThat(status).as("%s%n%s", String.join(" ", command), output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Verilator's and Icarus's lint without a word, Yosys's check without a problem.
  static void lint(Path folder, String top) {
    String verilator =
        run(folder, "verilator", "--lint-only", "-Wall", "-Irtl", "--top-module", top, top(top));
    assertThat(verilator.strip()).isEmpty();
    String icarus =
        run(folder, "iverilog", "-g2005", "-Wall", "-tnull", "-y", "rtl", "-s", top, top(top));
    assertThat(icarus.strip()).isEmpty();
  }

  static void yosysCheck(Path folder, String top) {
    run(
        folder,
        "yosys",
        "-q",
        "-p",
        "read_verilog rtl/*.v; hierarchy -check -top " + top + "; proc; check -assert");
  }

  private static String top(String top) {
    return "rtl/" + top + ".v";
  }
}
