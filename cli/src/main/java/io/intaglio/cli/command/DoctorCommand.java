package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFailure;
import io.intaglio.cli.tool.ToolFinder;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the external tools.
@Command(
    name = "doctor",
    description = "Lists the external tools, their versions and what each is for.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio doctor"})
final class DoctorCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  private final ToolFinder tools;

  DoctorCommand() {
    this(ToolFinder.onPath());
  }

  DoctorCommand(ToolFinder tools) {
    this.tools = tools;
  }

  @Override
  public Integer call() {
    line("Java", Integer.toString(Runtime.version().feature()), "runs intaglio");
    for (Tool tool : Tool.values()) {
      describe(tool);
    }
    spec.commandLine()
        .getOut()
        .println("None is needed for demo, init, inspect, lower, build, prove or simulate.");
    return Main.OK;
  }

  private void describe(Tool tool) {
    try {
      Optional<FoundTool> found = tools.find(tool);
      line(tool.title(), found.map(FoundTool::version).orElse("missing"), tool.purpose());
      if (found.isEmpty()) {
        line("", "", "help: " + tool.remedy());
      }
    } catch (ToolFailure e) {
      line(tool.title(), "does not start", tool.purpose());
      line("", "", e.getMessage());
    }
  }

  private void line(String name, String state, String text) {
    spec.commandLine().getOut().printf(Locale.ROOT, "%-16s %-14s %s%n", name, state, text);
  }
}
