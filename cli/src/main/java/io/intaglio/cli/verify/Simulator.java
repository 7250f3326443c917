package io.intaglio.cli.verify;

import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The simulators that run emitted Verilog.
public enum Simulator {
  VERILATOR("verilator"),
  ICARUS("icarus");

  private final String option;

  Simulator(String option) {
    this.option = option;
  }

  /// As the user names it.
  public String option() {
    return option;
  }

  /// What it needs, itself first.
  public List<Tool> tools() {
    return switch (this) {
      case VERILATOR -> List.of(Tool.VERILATOR, Tool.GXX);
      case ICARUS -> List.of(Tool.ICARUS);
    };
  }

  /// Which simulators there are and which are wanted but missing.
  ///
  /// @param found the tools of each simulator that can be run, in the order of [Simulator#tools()]
  /// @param skipped a line for each that is missing
  record Choice(Map<Simulator, List<FoundTool>> found, List<String> skipped) {
    Choice {
      skipped = List.copyOf(skipped);
    }
  }

  /// The simulators to run: the one named, or all that exist.
  ///
  /// @throws InvalidInput if the one named is not known or missing, if none exists, or if one is
  ///     missing and none may be
  static Choice choose(ToolFinder finder, VerifyOptions options) {
    List<Simulator> wanted =
        options.simulator().map(Simulator::named).map(List::of).orElse(List.of(values()));
    Map<Simulator, List<FoundTool>> found = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    List<Diagnostic> missing = new ArrayList<>();
    for (Simulator simulator : wanted) {
      Map<Tool, Optional<FoundTool>> tools = new LinkedHashMap<>();
      simulator.tools().forEach(tool -> tools.put(tool, finder.find(tool)));
      List<Tool> absent =
          simulator.tools().stream().filter(tool -> tools.get(tool).isEmpty()).toList();
      if (absent.isEmpty()) {
        found.put(simulator, tools.values().stream().map(Optional::orElseThrow).toList());
      } else {
        absent.forEach(tool -> missing.add(tool.missing(simulator.purpose())));
        skipped.add(simulator.skip(absent));
      }
    }
    boolean required = options.simulator().isPresent() || options.everySimulator();
    if (!missing.isEmpty() && (required || found.isEmpty())) {
      throw new InvalidInput(missing);
    }
    return new Choice(found, skipped);
  }

  private String purpose() {
    return "verification under " + tools().getFirst().title();
  }

  private String skip(List<Tool> absent) {
    return "skipped "
        + tools().getFirst().title()
        + ": "
        + absent.stream().map(Tool::title).collect(Collectors.joining(" and "))
        + " is not on PATH ("
        + absent.getFirst().remedy()
        + ")";
  }

  private static Simulator named(String name) {
    return Arrays.stream(values())
        .filter(simulator -> simulator.option.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    Diagnostic.error(
                        Code.USE_OPTION,
                        Origin.NONE,
                        "no simulator is named '" + name + "'",
                        "the simulators are: "
                            + Arrays.stream(values())
                                .map(Simulator::option)
                                .collect(Collectors.joining(", ")))));
  }
}
