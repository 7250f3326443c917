package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.folder.BuildFolder;
import io.intaglio.cli.simulate.Feed;
import io.intaglio.cli.simulate.Simulation;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.cli.verify.Design;
import io.intaglio.cli.verify.RtlVerifier;
import io.intaglio.cli.verify.Verification;
import io.intaglio.cli.verify.VerifyOptions;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.diag.InvalidInput;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs a built design in Verilog simulators against the evaluator and the cycle model.
@Command(
    name = "verify",
    description =
        "Runs emitted Verilog against the simulator: all bits of all outputs, all cycles.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio verify build/jet --vectors 10000 --stalls"})
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A folder made by build.")
  Path folder;

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description = "Samples for each simulator and kind of traffic (default: ${DEFAULT-VALUE}).")
  int vectors = 1000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of random samples, bubbles and stalls (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--stalls",
      description = "Also run with random bubbles and, where the design has ready, random stalls.")
  boolean stalls;

  @Option(
      names = "--simulator",
      paramLabel = "NAME",
      description = "verilator or icarus; by default all that are installed.")
  String simulator;

  @Option(
      names = "--data",
      paramLabel = "[NAME=]X.npy",
      description = "Real data to run besides made-up samples, as for simulate. Repeatable.")
  List<String> data = List.of();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    CommandOptions.demandPositive("--vectors", vectors);
    PrintWriter out = spec.commandLine().getOut();
    Verification verification;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      progress.step("reading " + folder);
      BuildFolder built = BuildFolder.demand(folder);
      Map<String, String> edited = built.edited();
      Certified certified = built.certified();
      Datapath datapath = built.datapath();
      VerifyOptions options = options(certified);
      progress.pause();
      edited.forEach((file, what) -> out.println("note: " + file + " " + what));
      verification =
          new RtlVerifier(ToolFinder.onPath(), progress::step)
              .verify(datapath, certified, Design.read(folder), options);
    }
    verification.summary().forEach(out::println);
    if (!verification.passed()) {
      throw new InvalidInput(verification.failures());
    }
    out.println("verified: every bit and every cycle is right");
    return Main.OK;
  }

  private VerifyOptions options(Certified certified) {
    VerifyOptions options = VerifyOptions.of(vectors, seed).withStalls(stalls);
    if (simulator != null) {
      options = options.withSimulator(simulator);
    }
    if (!data.isEmpty()) {
      Feed feed = Feed.read(data, Feed.ports(certified.boundary().heads()));
      options = options.withData(new Simulation(certified.boundary(), feed).rows());
    }
    return options;
  }
}
