package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.simulate.Feed;
import io.intaglio.cli.simulate.Results;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Computes what a model answers, bit for bit.
@Command(
    name = "simulate",
    description = "Runs a model on data: real values in and out, or integer codes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "An integer array holds input codes, a floating one real values. An array of the input's own",
      "shape is one sample; N in place of its leading 1, or before it, means N samples.",
      "",
      "Example: intaglio simulate jet.onnx --input-format s16/2^-10 --input x.npy --output y.npy"
    })
final class SimulateCommand implements Callable<Integer> {
  @Mixin ModelOptions model;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]X.npy",
      required = true,
      description = "Data of the next input in order, of a named one, or an .npz. Repeatable.")
  List<String> inputs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "Y.npy",
      required = true,
      description = "Where results go: .npy for one array, .npz for several by name.")
  Path output;

  @Option(names = "--integers", description = "Write codes instead of real values.")
  boolean integers;

  @Option(
      names = "--tensor",
      paramLabel = "NAME",
      description = "Write the codes of this tensor too (an .npz). Repeatable.")
  List<String> tensors = List.of();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Model read;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + model.model);
      read = ModelReader.read(model.model, model.settings());
    }
    Boundary boundary = read.certified().boundary();
    boolean several = output.toString().endsWith(".npz");
    if (!several && boundary.tails().size() + tensors.size() > 1) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.NONE,
              "there are several arrays to write and '" + output + "' holds one",
              "name an .npz file"));
    }
    Feed feed = Feed.read(inputs, boundary.heads());
    Map<String, NdArray> arrays;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      arrays = Results.of(boundary, feed, integers, tensors, progress).arrays();
    }
    if (several) {
      ArrayFiles.writeNpz(output, arrays);
    } else {
      ArrayFiles.writeNpy(output, arrays.values().iterator().next());
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %,d samples, profile %s%n",
            output,
            feed.samples(),
            read.profile());
    return Main.OK;
  }
}
