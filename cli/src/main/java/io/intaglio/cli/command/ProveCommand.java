package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.file.FileName;
import io.intaglio.cli.folder.BuildFolder;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.text.FxFiles;
import io.intaglio.ir.verify.Verifier;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Re-proves what is stored: that the graph is valid and that every rescale and threshold equals
/// the source's rule on every reachable input.
@Command(
    name = "prove",
    description =
        "Checks a lowered graph, every certificate stored with it, and that a folder is as built.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio prove build/jet"})
final class ProveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR|G.fx", description = "A folder made by build, or a lowered graph.")
  Path subject;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    boolean named = FileName.of(subject).endsWith(".fx");
    if (Files.isRegularFile(subject) && !named && !FxFiles.isFx(subject)) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.file(FileName.of(subject)),
              "is no lowered graph",
              "write one with `intaglio lower`, or name a folder made by `intaglio build`"));
    }
    Optional<BuildFolder> folder =
        Files.isDirectory(subject) ? Optional.of(BuildFolder.demand(subject)) : Optional.empty();
    Certified certified;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      certified = proven(folder, progress);
    }
    print(spec.commandLine().getOut(), certified, folder);
    return Main.OK;
  }

  private Certified proven(Optional<BuildFolder> folder, Progress progress) {
    Diagnostics found = new Diagnostics();
    progress.step("reading " + subject);
    folder.map(BuildFolder::tampered).ifPresent(found::addAll);
    Certified certified = graph(folder.map(BuildFolder::graph).orElse(subject), found);
    progress.step("proving " + certified.certificates().size() + " certificates");
    List<Diagnostic> invalid = Verifier.check(certified.boundary());
    found.addAll(invalid);
    if (invalid.stream().noneMatch(Diagnostic::isError)) {
      found.addAll(CertificateChecker.check(certified));
    }
    found.throwIfErrors();
    return certified;
  }

  /// What is known to be wrong with the folder is said with what is wrong with its graph.
  private static Certified graph(Path fx, Diagnostics found) {
    try {
      return FxFiles.read(fx);
    } catch (InvalidInput e) {
      found.addAll(e.diagnostics());
      throw new InvalidInput(found.all());
    }
  }

  private static void print(PrintWriter out, Certified certified, Optional<BuildFolder> folder) {
    long channels = 0;
    long steps = 0;
    for (Certificate certificate : certified.certificates()) {
      channels += certificate.channels().size();
      steps += certificate.channels().stream().mapToLong(c -> c.steps().size()).sum();
    }
    out.printf(
        Locale.ROOT,
        "proven: %d operators are valid; %d certificates (%,d channels, %,d steps) hold%n",
        certified.boundary().graph().nodes().size(),
        certified.certificates().size(),
        channels,
        steps);
    folder.ifPresent(
        built ->
            out.printf(
                Locale.ROOT,
                "all %d files are as they were built; what the Verilog does is for verify%n",
                built.digests().size()));
  }
}
