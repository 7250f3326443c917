package io.intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/// What became of damaged files: each must give a network that the verifier accepts, or a
/// diagnostic, in time and within the heap that the build grants.
public final class Survival {
  /// `-Dintaglio.mutations=5` makes five times as many files of every kind.
  public static final int TIMES = Integer.getInteger("intaglio.mutations", 1);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final String kind;
  private int imported;
  private int refused;
  private Duration slowest = Duration.ZERO;
  private String slowestFile = "none";

  /// @param kind of files, for the report
  public Survival(String kind) {
    this.kind = kind;
  }

  public int imported() {
    return imported;
  }

  public int refused() {
    return refused;
  }

  /// Imports a file.
  ///
  /// @return whether it became a network
  public boolean of(String which, Supplier<Network> reading) {
    long start = System.nanoTime();
    boolean read = survives(which, reading);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(slowest) > 0) {
      slowest = took;
      slowestFile = which;
    }
    assertThat(took).as(which).isLessThan(LIMIT);
    return read;
  }

  private boolean survives(String which, Supplier<Network> reading) {
    try {
      Network network = reading.get();
      assertThat(Verifier.check(network)).as(which).isEmpty();
      imported++;
      return true;
    } catch (InvalidInput e) {
      assertThat(e.diagnostics()).as(which).anyMatch(Diagnostic::isError);
      assertThat(e.diagnostics())
          .as(which)
          .allSatisfy(found -> assertThat(found.message()).isNotEmpty().doesNotContain("\n"));
      refused++;
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(which, e);
    }
  }

  /// Prints counts and the slowest file.
  public void report() {
    System.out.printf(
        Locale.ROOT,
        "%s: %d imported, %d refused, at most %d ms (%s)%n",
        kind,
        imported,
        refused,
        slowest.toMillis(),
        slowestFile);
  }
}
