package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFinder;
import java.io.PrintWriter;
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

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-16s %-12s %s%n", "Java", Runtime.version().feature(), "runs intaglio");
    ToolFinder finder = ToolFinder.onPath();
    for (Tool tool : Tool.values()) {
      Optional<FoundTool> found = finder.find(tool);
      String version = found.map(FoundTool::version).orElse("missing");
      out.printf("%-16s %-12s %s%n", tool.title(), version, tool.purpose());
      if (found.isEmpty()) {
        out.printf("%-16s %-12s help: %s%n", "", "", tool.remedy());
      }
    }
    out.println("None is needed for demo, init, inspect, lower, build, prove or simulate.");
    return Main.OK;
  }
}
