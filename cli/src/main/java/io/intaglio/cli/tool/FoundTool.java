package io.intaglio.cli.tool;

import java.nio.file.Path;
import java.util.Map;

/// A tool that is on this machine.
///
/// @param version as the tool prints it, or `unknown`
/// @param programs where each of the tool's programs lies
public record FoundTool(Tool tool, String version, Map<String, Path> programs) {
  public FoundTool {
    programs = Map.copyOf(programs);
  }

  /// The path of one of the tool's programs, as a command word.
  public String program(String name) {
    return programs.get(name).toString();
  }
}
