package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.inspect.FloatInspection;
import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.model.FloatModel;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.model.ReadModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Shows what a model is once it is integers.
@Command(
    name = "inspect",
    description = "Shows layers, types, ranges, scales and cost of a model as integers.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio inspect jet.onnx --input-format s16/2^-10 --json"})
final class InspectCommand implements Callable<Integer> {
  @Mixin ModelOptions model;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Object inspection;
    List<String> lines;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + model.model);
      ReadModel read = ModelReader.open(model.model, model.settings());
      progress.step("inspecting");
      switch (read) {
        case Model lowered -> {
          Inspection integers = Inspection.of(lowered);
          inspection = integers;
          lines = integers.lines();
        }
        case FloatModel unquantized -> {
          FloatInspection reals = FloatInspection.of(unquantized);
          inspection = reals;
          lines = reals.lines();
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      out.println(mapper.writeValueAsString(inspection));
    } else {
      lines.forEach(out::println);
    }
    return Main.OK;
  }
}
