package io.intaglio.cli.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolFinderTest {
  @TempDir Path folder;

  @Test
  void findsAToolWithItsVersion() throws IOException {
    program("verilator", "echo 'Verilator 5.006 2023-01-22 rev (Debian 5.006-3)'");
    FoundTool found = new ToolFinder(List.of(folder)).find(Tool.VERILATOR).orElseThrow();
    assertThat(found.version()).isEqualTo("5.006");
    assertThat(found.program("verilator")).isEqualTo(folder.resolve("verilator").toString());
  }

  @Test
  void aVersionEndsWithItsLastNumber() throws IOException {
    program("g++", "echo 'g++ (15.1.0)'");
    assertThat(new ToolFinder(List.of(folder)).find(Tool.GXX).orElseThrow().version())
        .isEqualTo("15.1.0");
  }

  @Test
  void aToolIsMissingWhenOneOfItsProgramsIs() throws IOException {
    program("iverilog", "echo 'Icarus Verilog version 11.0 (stable) ()'");
    assertThat(new ToolFinder(List.of(folder)).find(Tool.ICARUS)).isEmpty();
    program("vvp", "exit 0");
    assertThat(new ToolFinder(List.of(folder)).find(Tool.ICARUS).orElseThrow().version())
        .isEqualTo("11.0");
  }

  @Test
  void aFileThatCannotBeExecutedIsNoProgram() throws IOException {
    Files.writeString(folder.resolve("yosys"), "");
    assertThat(new ToolFinder(List.of(folder)).find(Tool.YOSYS)).isEmpty();
  }

  @Test
  void everyToolSaysHowToGetIt() {
    for (Tool tool : Tool.values()) {
      assertThat(tool.missing("a test").toString()).contains("TOOL-001", "apt install", "on PATH");
    }
  }

  @Test
  void aProcessIsCapturedWithItsStatus() throws IOException {
    program("speaks", "pwd; echo wrong >&2; exit 3");
    Outcome outcome = run("speaks", Duration.ofSeconds(10));
    assertThat(outcome.output().strip()).isEqualTo(folder.toRealPath().toString());
    assertThat(outcome.errors()).isEqualTo("wrong\n");
    assertThat(outcome.status()).isEqualTo(3);
    assertThatThrownBy(outcome::orThrow)
        .isInstanceOf(ToolFailure.class)
        .hasMessage("speaks ended with 3:\nwrong");
  }

  @Test
  void aProcessIsStoppedWhenItsTimeIsOver() throws IOException {
    program("sleeps", "sleep 60");
    Outcome outcome = run("sleeps", Duration.ofMillis(200));
    assertThat(outcome.timedOut()).isTrue();
    assertThatThrownBy(outcome::orThrow).hasMessageContaining("did not end in time");
  }

  @Test
  void aProgramThatIsNotThereIsAToolFailure() {
    assertThatThrownBy(() -> run("absent", Duration.ofSeconds(1)))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("absent cannot be started");
  }

  private Outcome run(String name, Duration patience) {
    return new ExternalProcess(List.of(folder.resolve(name).toString()), folder, patience).run();
  }

  private void program(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
