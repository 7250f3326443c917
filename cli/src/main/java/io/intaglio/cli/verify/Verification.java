package io.intaglio.cli.verify;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What verifying one design gave. The same design and options give the same result.
///
/// @param vectors the inputs it was run on
/// @param skipped one line for each simulator that was not run
public record Verification(Vectors vectors, List<SimulatorResult> results, List<String> skipped) {
  public Verification {
    results = List.copyOf(results);
    skipped = List.copyOf(skipped);
  }

  public boolean passed() {
    return !results.isEmpty() && results.stream().allMatch(SimulatorResult::passed);
  }

  /// Every difference, in the order of simulators and runs.
  public List<Difference> differences() {
    return results.stream()
        .flatMap(result -> result.runs().stream())
        .flatMap(run -> run.differences().stream())
        .toList();
  }

  /// A line a run, and a line for each simulator that was skipped.
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (SimulatorResult result : results) {
      for (RunResult run : result.runs()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s, %s: %,d vectors, %,d cycles: %,d mismatching bits, %,d wrong cycles",
                result.simulator(),
                run.traffic(),
                run.vectors(),
                run.cycles(),
                run.mismatchingBits(),
                run.wrongCycles()));
      }
    }
    lines.addAll(skipped);
    return lines;
  }

  /// Why it did not pass.
  public List<Diagnostic> failures() {
    List<Diagnostic> list = new ArrayList<>();
    for (SimulatorResult result : results) {
      if (!result.complaint().isEmpty()) {
        list.add(failure(result.simulator() + ": " + result.complaint(), List.of()));
      }
      for (RunResult run : result.runs()) {
        if (!run.passed()) {
          list.add(
              failure(
                  String.format(
                      Locale.ROOT,
                      "%s, %s traffic: %,d mismatching bits, %,d wrong cycles",
                      result.simulator(),
                      run.traffic(),
                      run.mismatchingBits(),
                      run.wrongCycles()),
                  run.differences().stream().map(Difference::describe).toList()));
        }
      }
    }
    return list;
  }

  private static Diagnostic failure(String message, List<String> notes) {
    return new Diagnostic(
        Code.VERIFY_FAILED, Diagnostic.Severity.ERROR, Origin.NONE, message, notes, "");
  }
}
