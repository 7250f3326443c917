package io.intaglio.cli.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for tools in the folders of a search path.
public final class ToolFinder {
  private static final Pattern VERSION = Pattern.compile("\\b\\d+(\\.\\d+)+");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Path> folders;

  public ToolFinder(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /// The finder that looks where the shell does: in the folders of the variable `PATH`.
  public static ToolFinder onPath() {
    return new ToolFinder(split(System.getenv("PATH")));
  }

  private static List<Path> split(String path) {
    List<Path> folders = new ArrayList<>();
    for (String folder : (path == null ? "" : path).split(Pattern.quote(File.pathSeparator), -1)) {
      try {
        if (!folder.isEmpty()) {
          folders.add(Path.of(folder));
        }
      } catch (InvalidPathException e) {
        // A folder that cannot be named on this system holds no program.
      }
    }
    return folders;
  }

  /// The tool with its version, if all its programs are there.
  public Optional<FoundTool> find(Tool tool) {
    Map<String, Path> programs = new LinkedHashMap<>();
    for (String program : tool.programs()) {
      Optional<Path> path = locate(program);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      programs.put(program, path.get());
    }
    Path first = programs.get(tool.programs().getFirst());
    return Optional.of(new FoundTool(tool, version(tool, first), programs));
  }

  private Optional<Path> locate(String program) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  private static String version(Tool tool, Path program) {
    List<String> command = List.of(program.toString(), tool.versionOption());
    Outcome outcome = new ExternalProcess(command, Path.of("").toAbsolutePath(), PATIENCE).run();
    return outcome
        .output()
        .lines()
        .findFirst()
        .map(VERSION::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .orElse("unknown");
  }
}
