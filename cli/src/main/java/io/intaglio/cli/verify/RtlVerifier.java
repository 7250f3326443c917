package io.intaglio.cli.verify;

import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.ToolFailure;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Verifies emitted Verilog: drives it in real simulators and compares all bits of all outputs with
/// the evaluator and every cycle of the control ports with the cycle model.
public final class RtlVerifier {
  private static final long PAUSE_MILLIS = 100;

  private final ToolFinder tools;
  private final Consumer<String> progress;
  private final Map<Simulator, String> doing =
      Collections.synchronizedMap(new EnumMap<>(Simulator.class));

  public RtlVerifier(ToolFinder tools) {
    this(tools, _ -> {});
  }

  /// @param progress is told some times a second, from the caller's thread, what is being done
  public RtlVerifier(ToolFinder tools, Consumer<String> progress) {
    this.tools = tools;
    this.progress = progress;
  }

  /// @param certified the network that `datapath` was planned from
  /// @throws InvalidInput if a simulator that is needed is missing or does not work, or a row of
  ///     the data is not of the inputs' ranges
  public Verification verify(
      Datapath datapath, Certified certified, Design design, VerifyOptions options) {
    try {
      Simulator.Choice choice = Simulator.choose(tools, options);
      progress.accept("making samples");
      FixedGraph graph = certified.boundary().graph();
      Vectors vectors =
          new VectorMaker(graph, certified.certificates(), options.seed())
              .make(options.vectors(), options.data());
      progress.accept("evaluating samples");
      Trial trial =
          trial(new Experiment(datapath, graph, vectors, options.seed()), design, options);
      return new Verification(
          vectors, simulate(choice.found(), trial, design, options), choice.skipped());
    } catch (ToolFailure e) {
      throw new InvalidInput(e.diagnostic());
    }
  }

  private List<SimulatorResult> simulate(
      Map<Simulator, List<FoundTool>> found, Trial trial, Design design, VerifyOptions options) {
    try (WorkFolder work = new WorkFolder();
        ExecutorService simulators = Executors.newFixedThreadPool(Simulator.values().length)) {
      List<Future<SimulatorResult>> pending = new ArrayList<>();
      found.forEach(
          (simulator, programs) ->
              pending.add(
                  simulators.submit(
                      () ->
                          switch (simulator) {
                            case VERILATOR -> verilator(programs, trial, design, options, work);
                            case ICARUS -> icarus(programs, trial, design, work);
                          })));
      while (!pending.stream().allMatch(Future::isDone)) {
        progress.accept(doing());
        Outcomes.pause(PAUSE_MILLIS);
      }
      return pending.stream().map(Outcomes::of).toList();
    }
  }

  private String doing() {
    synchronized (doing) {
      return String.join(", ", doing.values());
    }
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

  private SimulatorResult verilator(
      List<FoundTool> found, Trial trial, Design design, VerifyOptions options, WorkFolder work) {
    FoundTool verilator = found.get(0);
    VerilatorCompiler compiler = new VerilatorCompiler(verilator, found.get(1));
    String title = title(verilator);
    doing.put(Simulator.VERILATOR, "Verilator: lint");
    String lint = compiler.lint(design.folder(), design.top(), work.fresh());
    List<VerilatedLibrary> loaded = new ArrayList<>();
    try {
      List<RunResult> runs =
          trial.run(
              harness -> {
                doing.put(Simulator.VERILATOR, "Verilator: compiling");
                VerilatedLibrary library =
                    new VerilatedLibrary(
                        compiler.compile(harness, design.folder(), work.fresh()),
                        harness.observed().words(),
                        options.seed());
                loaded.add(library);
                doing.put(Simulator.VERILATOR, "Verilator: running");
                return library;
              });
      return new SimulatorResult(title, lint.isBlank() ? "" : "lint found\n" + lint, runs);
    } catch (DesignRefused e) {
      return new SimulatorResult(title, e.getMessage(), List.of());
    } finally {
      loaded.forEach(VerilatedLibrary::close);
      doing.remove(Simulator.VERILATOR);
    }
  }

  private SimulatorResult icarus(
      List<FoundTool> found, Trial trial, Design design, WorkFolder work) {
    FoundTool icarus = found.get(0);
    IcarusCompiler compiler = new IcarusCompiler(icarus);
    doing.put(Simulator.ICARUS, "Icarus: running");
    try {
      return new SimulatorResult(
          title(icarus),
          "",
          trial.run(harness -> compiler.compile(harness, design.folder(), work.fresh())));
    } catch (DesignRefused e) {
      return new SimulatorResult(title(icarus), e.getMessage(), List.of());
    } finally {
      doing.remove(Simulator.ICARUS);
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
