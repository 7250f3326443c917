package io.intaglio.cli.verify;

import java.util.List;

/// What one simulator said of a design.
///
/// @param simulator its title and version
/// @param complaint why its compiler refused the design or what its lint found; else empty
public record SimulatorResult(String simulator, String complaint, List<RunResult> runs) {
  public SimulatorResult {
    runs = List.copyOf(runs);
  }

  public boolean passed() {
    return complaint.isEmpty() && !runs.isEmpty() && runs.stream().allMatch(RunResult::passed);
  }
}
