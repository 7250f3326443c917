package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Main;
import io.intaglio.cli.tool.ToolFinder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir Path folder;

  @Test
  void aToolThatDoesNotStartIsListedAsSuchAmongTheOthers() throws IOException {
    program("yosys", "#!/nosuch/interpreter\n");
    program("g++", "#!/bin/sh\necho 'g++ (Distribution 15.1.0-1) 15.1.0'\n");
    StringWriter text = new StringWriter();
    CommandLine line = new CommandLine(new DoctorCommand(new ToolFinder(List.of(folder))));
    line.setOut(new PrintWriter(text, true));

    assertThat(line.execute()).isEqualTo(Main.OK);
    assertThat(text.toString().lines())
        .anyMatch(said -> said.matches("Yosys +does not start +structural checks.*"))
        .anyMatch(said -> said.contains("yosys cannot be started: "))
        .anyMatch(said -> said.matches("Verilator +missing +.*"))
        .anyMatch(said -> said.matches("g\\+\\+ +15\\.1\\.0 .*"));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
