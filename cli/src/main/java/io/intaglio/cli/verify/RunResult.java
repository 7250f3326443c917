package io.intaglio.cli.verify;

import java.util.List;

/// One kind of traffic in one simulator.
///
/// @param vectors samples whose results were compared
/// @param cycles clock cycles in which the control ports were compared
/// @param mismatchingBits wrong or undefined bits of outputs, each time they had to be valid
/// @param wrongCycles cycles in which `in_ready` or `out_valid` was wrong or undefined
/// @param differences the first wrong value and the first wrong control port, located
public record RunResult(
    String traffic,
    int vectors,
    int cycles,
    long mismatchingBits,
    int wrongCycles,
    List<Difference> differences) {
  public RunResult {
    differences = List.copyOf(differences);
  }

  public boolean passed() {
    return mismatchingBits == 0 && wrongCycles == 0;
  }
}
