package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import java.io.PrintWriter;
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
    Inspection inspection;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + model.model);
      Model read = ModelReader.read(model.model, model.settings());
      progress.step("inspecting");
      inspection = Inspection.of(read);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      out.println(mapper.writeValueAsString(inspection));
    } else {
      inspection.lines().forEach(out::println);
    }
    return Main.OK;
  }
}
