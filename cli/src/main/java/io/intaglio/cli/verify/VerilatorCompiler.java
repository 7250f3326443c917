package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ExternalProcess;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Compiles a design into a shared library: Verilog to C++ by Verilator, C++ by g++ without
/// optimization. Of the whole time the C++ compiler takes most, and a run of some ten thousand
/// cycles too little to repay an optimizer.
final class VerilatorCompiler {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int UNITS = 2;
  private static final int SPLIT_STATEMENTS = 5000;

  private final FoundTool verilator;
  private final FoundTool gxx;
  private final VerilatedRuntime runtime;

  VerilatorCompiler(FoundTool verilator, FoundTool gxx) {
    this.verilator = verilator;
    this.gxx = gxx;
    this.runtime = new VerilatedRuntime(verilator, gxx);
  }

  /// What `verilator --lint-only -Wall` says of the design, waiving nothing; empty if it is clean.
  String lint(Path design, String top, Path work) {
    Outcome outcome =
        run(
            List.of(
                verilator.program("verilator"),
                "--lint-only",
                "-Wall",
                "-Wno-fatal",
                "--Mdir",
                work.toString(),
                "-y",
                ".",
                "--top-module",
                top,
                top + ".v"),
            design);
    return outcome.errors().isBlank() && !outcome.succeeded() ? outcome.tail(20) : outcome.errors();
  }

  /// The library of `harness` around the design in the folder `design`, made in the folder `work`.
  ///
  /// @throws DesignRefused if Verilator does not take the design
  Path compile(Harness harness, Path design, Path work) {
    try (ExecutorService jobs = Executors.newFixedThreadPool(UNITS)) {
      Future<List<Path>> library = jobs.submit(() -> runtime.objects(work));
      Path harnessFile = Files.writeString(work.resolve(Harness.MODULE + ".v"), harness.verilog());
      Path code = work.resolve("code");
      verilate(harnessFile, design, code, work);
      List<Future<Path>> compiled = new ArrayList<>();
      for (Path unit : units(code)) {
        compiled.add(jobs.submit(() -> object(unit, code, work)));
      }
      List<Path> objects = new ArrayList<>(Outcomes.of(library));
      for (Future<Path> object : compiled) {
        objects.add(Outcomes.of(object));
      }
      return link(objects, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void verilate(Path harness, Path design, Path code, Path work) {
    Outcome outcome =
        run(
            List.of(
                verilator.program("verilator"),
                "--cc",
                "-O3",
                "--threads",
                "1",
                "--x-assign",
                "fast",
                "--x-initial",
                "unique",
                "--noassert",
                "-Wno-lint",
                "-Wno-style",
                "-Wno-fatal",
                "--output-split",
                Integer.toString(SPLIT_STATEMENTS),
                "--prefix",
                "Vdut",
                "--top-module",
                Harness.MODULE,
                "-y",
                design.toString(),
                "--Mdir",
                code.toString(),
                harness.toString()),
            work);
    if (!outcome.succeeded()) {
      throw new DesignRefused("Verilator does not take the design:\n" + outcome.tail(12));
    }
  }

  /// The generated files and the wrapper as few units of about the same size: each inclusion of the
  /// library's headers costs as much as hundreds of statements.
  private static List<Path> units(Path code) throws IOException {
    Path wrapper = code.resolve("wrapper.cpp");
    try (InputStream text = VerilatorCompiler.class.getResourceAsStream("wrapper.cpp")) {
      Files.write(wrapper, text.readAllBytes());
    }
    List<StringBuilder> texts = Stream.generate(StringBuilder::new).limit(UNITS).toList();
    long[] sizes = new long[UNITS];
    for (Path file : bySize(code)) {
      int least = sizes[0] <= sizes[1] ? 0 : 1;
      sizes[least] += Files.size(file);
      texts.get(least).append("#include \"").append(file.getFileName()).append("\"\n");
    }
    List<Path> units = new ArrayList<>();
    for (int i = 0; i < UNITS; i++) {
      units.add(Files.writeString(code.resolve("unit" + i + ".cc"), texts.get(i)));
    }
    return units;
  }

  private static List<Path> bySize(Path code) throws IOException {
    try (Stream<Path> files = Files.list(code)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".cpp"))
          .sorted(
              Comparator.comparingLong((Path file) -> -file.toFile().length())
                  .thenComparing(Path::getFileName))
          .toList();
    }
  }

  private Path object(Path unit, Path code, Path work) {
    Path object = code.resolve(unit.getFileName() + ".o");
    List<String> command = new ArrayList<>(runtime.compiler());
    command.addAll(List.of("-O0", "-I" + code, "-c", "-o", object.toString(), unit.toString()));
    run(command, work).orThrow();
    return object;
  }

  private Path link(List<Path> objects, Path work) {
    Path library = work.resolve("dut.so");
    List<String> command =
        new ArrayList<>(
            List.of(gxx.program("g++"), "-shared", "-Wl,-Bsymbolic", "-o", library.toString()));
    objects.forEach(object -> command.add(object.toString()));
    command.add("-pthread");
    run(command, work).orThrow();
    return library;
  }

  private static Outcome run(List<String> command, Path work) {
    return new ExternalProcess(command, work, PATIENCE).run();
  }
}
