package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.file.OutputFile;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.settings.Settings;
import io.intaglio.cli.settings.SettingsWriter;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes a commented settings file, and its schema, for a model.
@Command(
    name = "init",
    description = "Writes a commented intaglio.yaml for a model.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio init jet.onnx --input-format s16/2^-10"})
final class InitCommand implements Callable<Integer> {
  private static final String DEFAULT_FORMAT = "s16/2^-10";

  @Mixin ModelOptions model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write (default: intaglio.yaml).")
  Path output = Path.of("intaglio.yaml");

  @Option(names = "--force", description = "Overwrite a file that is there.")
  boolean force;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    OutputFile.demandOther(output, model.model, "the model");
    if (Files.exists(output) && !force) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OUTPUT,
              Origin.file(output.toString()),
              "exists already",
              "name another file with -o, or overwrite it with --force"));
    }
    Settings settings = model.settings();
    List<String> needed = new ArrayList<>();
    Model read;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + model.model);
      read = ModelReader.read(model.model, settings, DEFAULT_FORMAT, needed);
    }
    String all = settings.inputs().getOrDefault(Settings.ALL, DEFAULT_FORMAT);
    Map<String, String> formats = new LinkedHashMap<>();
    needed.forEach(input -> formats.put(input, settings.inputs().getOrDefault(input, all)));
    settings.inputs().forEach(formats::putIfAbsent);
    formats.remove(Settings.ALL);
    Settings complete = settings.withOnlyInputs(formats);
    FixedGraph graph = read.certified().boundary().graph();
    List<String> layers = graph.nodes().stream().map(node -> node.result().name()).toList();
    boolean chosen = !settings.profile().isEmpty() || read.network().isEmpty();
    String byDefault = chosen ? "" : read.profile();
    String yaml = SettingsWriter.write(complete, byDefault, layers);
    write(output, yaml.getBytes(StandardCharsets.UTF_8));
    Path schema = output.resolveSibling(SettingsWriter.SCHEMA);
    write(schema, schema());
    spec.commandLine().getOut().println("wrote " + output + " and " + schema);
    return Main.OK;
  }

  private static byte[] schema() {
    try (InputStream in =
        InitCommand.class.getResourceAsStream("/io/intaglio/cli/" + SettingsWriter.SCHEMA)) {
      if (in == null) {
        throw new FileNotFoundException(SettingsWriter.SCHEMA);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(SettingsWriter.SCHEMA),
              "cannot be read from this installation: " + e.getClass().getSimpleName(),
              "install intaglio again"));
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OUTPUT,
              Origin.file(file.toString()),
              "cannot be written: " + e.getClass().getSimpleName(),
              "check that the folder exists and may be written"));
    }
  }
}
