package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.folder.DesignBuilder;
import io.intaglio.cli.folder.OutputFolder;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes hardware for a model.
@Command(
    name = "build",
    description = "Plans a model as hardware and writes Verilog, test bench, constraints, report.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: intaglio build jet.onnx --input-format s16/2^-10 --target verilog -o build/jet"
    })
final class BuildCommand implements Callable<Integer> {
  @Mixin ModelOptions model;
  @Mixin HardwareOptions hardware;

  @Option(
      names = "--target",
      paramLabel = "verilog",
      required = true,
      description = "What to write: verilog.")
  String target;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder to make; one that build made before is replaced.")
  Path output;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (!target.equals("verilog")) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION, Origin.NONE, "no target '" + target + "'", "there is: verilog"));
    }
    OutputFolder.demandReplaceable(output);
    Settings settings = hardware.over(model.settings());
    PrintWriter err = spec.commandLine().getErr();
    DesignBuilder.Design design;
    try (Progress progress = new Progress(err)) {
      progress.step("reading " + settings.model());
      Model read = ModelReader.read(model.model, settings);
      progress.step("planning, proving and reporting");
      design = DesignBuilder.build(read, settings);
    }
    if (!design.report().refused().isEmpty()) {
      throw new InvalidInput(design.report().refused());
    }
    design.report().warnings().forEach(err::println);
    OutputFolder.replace(output, design.files());
    print(spec.commandLine().getOut(), design);
    return Main.OK;
  }

  private void print(PrintWriter out, DesignBuilder.Design design) {
    int latency = design.datapath().latency();
    double nanoseconds = latency * design.datapath().clockPicoseconds() / 1000.0;
    out.printf(
        Locale.ROOT,
        "wrote %s: latency %d cycles (%.1f ns), initiation interval %d, %,d adders, %,d register"
            + " bits%n",
        output,
        latency,
        nanoseconds,
        design.datapath().initiationInterval(),
        design.report().resources().adders(),
        design.report().resources().registerBits());
    out.printf(
        Locale.ROOT,
        "profile %s, %d certificates hold; see %s, then: intaglio verify %s%n",
        design.report().inspection().profile(),
        design.report().certified().certificates().size(),
        output.resolve("report.html"),
        output);
  }
}
