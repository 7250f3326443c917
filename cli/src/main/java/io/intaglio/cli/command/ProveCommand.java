package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.folder.BuildFolder;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.text.FxFiles;
import io.intaglio.ir.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Re-proves what is stored: that the graph is valid and that every rescale and threshold equals
/// the source's rule on every reachable input.
@Command(
    name = "prove",
    description = "Checks a lowered graph and every certificate stored with it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio prove build/jet"})
final class ProveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR|G.fx", description = "A folder made by build, or a lowered graph.")
  Path subject;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Path fx = Files.isDirectory(subject) ? BuildFolder.demand(subject).graph() : subject;
    Certified certified = FxFiles.read(fx);
    List<Diagnostic> found = new ArrayList<>(Verifier.check(certified.boundary()));
    if (found.stream().noneMatch(Diagnostic::isError)) {
      found.addAll(CertificateChecker.check(certified));
    }
    if (found.stream().anyMatch(Diagnostic::isError)) {
      throw new InvalidInput(found);
    }
    long channels = 0;
    long steps = 0;
    for (Certificate certificate : certified.certificates()) {
      channels += certificate.channels().size();
      steps += certificate.channels().stream().mapToLong(c -> c.steps().size()).sum();
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "proven: %d operators are valid; %d certificates (%,d channels, %,d steps) hold%n",
            certified.boundary().graph().nodes().size(),
            certified.certificates().size(),
            channels,
            steps);
    return Main.OK;
  }
}
