package io.intaglio.cli.tool;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program to run to its end in a folder, with nothing on its standard input.
public record ExternalProcess(List<String> command, Path folder, Duration patience) {
  private static final int TIMED_OUT = 124;

  public ExternalProcess {
    command = List.copyOf(command);
  }

  /// Runs it and waits; when its time is over it and its children are stopped.
  ///
  /// @throws ToolFailure if it cannot be started
  /// @throws UncheckedIOException if what it writes cannot be kept
  public Outcome run() {
    try {
      Path output = Files.createTempFile("intaglio", ".out");
      Path errors = Files.createTempFile("intaglio", ".err");
      try {
        return run(output, errors);
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(Path output, Path errors) throws IOException {
    Process process = start(output, errors);
    boolean ended = await(process);
    return new Outcome(
        name(),
        ended ? process.exitValue() : TIMED_OUT,
        !ended,
        new String(Files.readAllBytes(output), StandardCharsets.UTF_8),
        new String(Files.readAllBytes(errors), StandardCharsets.UTF_8));
  }

  private Process start(Path output, Path errors) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(nothing()))
          .redirectOutput(output.toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new ToolFailure(name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private boolean await(Process process) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return false;
  }

  private static File nothing() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private String name() {
    return Path.of(command.getFirst()).getFileName().toString();
  }
}
