package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.file.OutputFile;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.ir.text.FxFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes the integer form of a model.
@Command(
    name = "lower",
    description = "Rewrites a model to integers and writes it, with its certificates, as text.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio lower jet.onnx --input-format s16/2^-10 -o jet.fx"})
final class LowerCommand implements Callable<Integer> {
  @Mixin ModelOptions model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "G.fx",
      required = true,
      description = "The file to write; large tensors go to G.fx.weights beside it.")
  Path output;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    demandReplaceable();
    Model read;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("lowering " + model.model);
      read = ModelReader.read(model.model, model.settings());
      progress.step("writing " + output);
      FxFiles.write(output, read.certified());
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %d operators, %d certificates, profile %s%n",
            output,
            read.certified().boundary().graph().nodes().size(),
            read.certified().certificates().size(),
            read.profile());
    return Main.OK;
  }

  /// Refuses to write over the model, or over what `lower` did not write.
  private void demandReplaceable() {
    Path weights = FxFiles.weights(output);
    OutputFile.demandOther(output, model.model, "the model");
    OutputFile.demandOther(weights, model.model, "the model");
    boolean ours = FxFiles.isFx(output);
    if (Files.exists(output) && !ours) {
      throw OutputFile.refused(output, "exists and is no lowered graph");
    }
    if (Files.exists(weights) && !ours) {
      throw OutputFile.refused(weights, "exists and belongs to no lowered graph");
    }
  }
}
