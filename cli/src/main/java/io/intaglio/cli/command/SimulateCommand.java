package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.file.OutputFile;
import io.intaglio.cli.model.FloatModel;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.model.ReadModel;
import io.intaglio.cli.simulate.Feed;
import io.intaglio.cli.simulate.FloatResults;
import io.intaglio.cli.simulate.Results;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import java.nio.file.Files;
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
      "A network without quantizers is executed in floating point, and the output says so.",
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
    demandReplaceable();
    ReadModel read;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + model.model);
      read = ModelReader.open(model.model, model.settings());
    }
    int arrays = tensors.size() + outputs(read);
    boolean several = output.toString().endsWith(".npz");
    if (!several && arrays > 1) {
      throw refused(
          "there are several arrays to write and '" + output + "' holds one", "name an .npz file");
    }
    switch (read) {
      case Model lowered -> {
        Boundary boundary = lowered.certified().boundary();
        Feed feed = Feed.read(inputs, Feed.ports(boundary.heads()));
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
          write(Results.of(boundary, feed, integers, tensors, progress).arrays(), several);
        }
        report(feed, "profile " + lowered.profile());
      }
      case FloatModel reals -> {
        if (integers) {
          throw refused(
              "the network has no quantizers, and so no codes to write",
              "leave --integers out, or quantize the network first");
        }
        Feed feed = Feed.read(inputs, FloatResults.ports(reals.network()));
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
          write(FloatResults.of(reals.network(), feed, tensors, progress), several);
        }
        report(feed, FloatModel.LABEL);
      }
    }
    return Main.OK;
  }

  /// Refuses to write over what is read here, and over what is no array.
  private void demandReplaceable() {
    OutputFile.demandOther(output, model.model, "the model");
    for (String given : inputs) {
      OutputFile.demandOther(output, Feed.file(given), "the input");
    }
    if (Files.isDirectory(output)) {
      throw OutputFile.refused(output, "is a folder, not a file");
    }
    if (Files.isRegularFile(output) && !ArrayFiles.isArrayFile(output)) {
      throw OutputFile.refused(output, "exists and is no .npy or .npz file");
    }
  }

  private static int outputs(ReadModel read) {
    return switch (read) {
      case Model lowered -> lowered.certified().boundary().tails().size();
      case FloatModel reals -> reals.network().outputs().size();
    };
  }

  private static InvalidInput refused(String message, String help) {
    return new InvalidInput(Diagnostic.error(Code.USE_OPTION, Origin.NONE, message, help));
  }

  private void write(Map<String, NdArray> arrays, boolean several) {
    if (several) {
      ArrayFiles.writeNpz(output, arrays);
    } else {
      ArrayFiles.writeNpy(output, arrays.values().iterator().next());
    }
  }

  private void report(Feed feed, String meaning) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %,d sample%s, %s%n",
            output,
            feed.samples(),
            feed.samples() == 1 ? "" : "s",
            meaning);
  }
}
