package io.intaglio.cli.verify;

import java.util.List;
import java.util.Optional;

/// What to verify with.
///
/// @param vectors how many samples each simulator sees in each kind of traffic
/// @param stalls whether to run, besides steady traffic, traffic with random bubbles and stalls
/// @param simulator the only simulator to use (`verilator` or `icarus`), or all that exist
/// @param everySimulator whether a missing simulator is an error rather than a printed skip
/// @param data rows of input codes to run besides made-up ones; a row has one array an input
public record VerifyOptions(
    int vectors,
    long seed,
    boolean stalls,
    Optional<String> simulator,
    boolean everySimulator,
    List<List<long[]>> data) {
  public VerifyOptions {
    data = List.copyOf(data);
    if (vectors < 1) {
      throw new IllegalArgumentException("no vectors");
    }
  }

  /// Both kinds of traffic on every simulator that exists; with `CI=true` none may be missing.
  public static VerifyOptions of(int vectors, long seed) {
    return new VerifyOptions(
        vectors, seed, true, Optional.empty(), "true".equals(System.getenv("CI")), List.of());
  }

  public VerifyOptions withSimulator(String name) {
    return new VerifyOptions(vectors, seed, stalls, Optional.of(name), everySimulator, data);
  }

  public VerifyOptions withStalls(boolean wanted) {
    return new VerifyOptions(vectors, seed, wanted, simulator, everySimulator, data);
  }

  public VerifyOptions withData(List<List<long[]>> rows) {
    return new VerifyOptions(vectors, seed, stalls, simulator, everySimulator, rows);
  }

  public VerifyOptions withEverySimulator(boolean required) {
    return new VerifyOptions(vectors, seed, stalls, simulator, required, data);
  }
}
