package io.intaglio.cli.verify;

import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Verifies emitted Verilog: drives it in real simulators and compares all bits of all outputs with
/// the evaluator and every cycle of the control ports with the cycle model.
public final class RtlVerifier {
  private final ToolFinder tools;

  public RtlVerifier(ToolFinder tools) {
    this.tools = tools;
  }

  /// @param certified the network that `datapath` was planned from
  /// @throws io.intaglio.ir.diag.InvalidInput if a simulator that is needed is missing
  /// @throws io.intaglio.cli.tool.ToolFailure if a tool does not work as it should
  public Verification verify(
      Datapath datapath, Certified certified, Design design, VerifyOptions options) {
    Simulator.Choice choice = Simulator.choose(tools, options);
    Samples samples =
        new SampleMaker(certified.boundary().graph(), certified.certificates(), options.seed())
            .make(options.vectors(), options.data());
    Experiment experiment =
        new Experiment(datapath, certified.boundary().graph(), samples, options.seed());
    Trial trial = trial(experiment, design, options);
    List<SimulatorResult> results = new ArrayList<>();
    try (ExecutorService simulators = Executors.newFixedThreadPool(Simulator.values().length);
        WorkFolder work = new WorkFolder()) {
      List<Future<SimulatorResult>> pending = new ArrayList<>();
      for (Map.Entry<Simulator, List<FoundTool>> entry : choice.found().entrySet()) {
        pending.add(
            simulators.submit(
                () ->
                    switch (entry.getKey()) {
                      case VERILATOR -> verilator(entry.getValue(), trial, design, options, work);
                      case ICARUS -> icarus(entry.getValue(), trial, design, work);
                    }));
      }
      pending.stream().map(Outcomes::of).forEach(results::add);
    }
    return new Verification(samples, results, choice.skipped());
  }

  private static Trial trial(Experiment experiment, Design design, VerifyOptions options) {
    Datapath datapath = experiment.datapath();
    List<Bus> outputs = experiment.outputs();
    Harness harness =
        new Harness(design.top(), datapath.handshake(), datapath.inputs(), outputs, List.of());
    List<Schedule> schedules = new ArrayList<>();
    schedules.add(experiment.schedule(new Traffic.Steady()));
    if (options.stalls() && datapath.handshake() != Handshake.NONE) {
      schedules.add(experiment.schedule(new Traffic.Stalling(new Random(options.seed()))));
    }
    List<Stimulus> stimuli =
        schedules.stream().map(schedule -> experiment.stimulus(schedule, harness.input())).toList();
    return new Trial(
        experiment,
        harness,
        design.taps(),
        schedules,
        stimuli,
        experiment.expected(harness.output()));
  }

  private static SimulatorResult verilator(
      List<FoundTool> found, Trial trial, Design design, VerifyOptions options, WorkFolder work) {
    FoundTool verilator = found.get(0);
    VerilatorCompiler compiler = new VerilatorCompiler(verilator, found.get(1));
    String title = title(verilator);
    String lint = compiler.lint(design.folder(), design.top(), work.fresh());
    List<VerilatedLibrary> loaded = new ArrayList<>();
    try {
      List<RunResult> runs =
          trial.run(
              harness -> {
                VerilatedLibrary library =
                    new VerilatedLibrary(
                        compiler.compile(harness, design.folder(), work.fresh()),
                        harness.observed().words(),
                        options.seed());
                loaded.add(library);
                return library;
              });
      return new SimulatorResult(title, lint.isBlank() ? "" : "lint found\n" + lint, runs);
    } catch (DesignRefused e) {
      return new SimulatorResult(title, e.getMessage(), List.of());
    } finally {
      loaded.forEach(VerilatedLibrary::close);
    }
  }

  private static SimulatorResult icarus(
      List<FoundTool> found, Trial trial, Design design, WorkFolder work) {
    FoundTool icarus = found.get(0);
    IcarusCompiler compiler = new IcarusCompiler(icarus);
    try {
      return new SimulatorResult(
          title(icarus),
          "",
          trial.run(harness -> compiler.compile(harness, design.folder(), work.fresh())));
    } catch (DesignRefused e) {
      return new SimulatorResult(title(icarus), e.getMessage(), List.of());
    }
  }

  private static String title(FoundTool tool) {
    return tool.tool().title() + " " + tool.version();
  }

  /// A folder for everything that is made on the way; removed at the end.
  private static final class WorkFolder implements AutoCloseable {
    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();

    WorkFolder() {
      try {
        folder = Files.createTempDirectory("intaglio-verify");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path fresh() {
      try {
        return Files.createDirectory(folder.resolve("work" + count.getAndIncrement()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
