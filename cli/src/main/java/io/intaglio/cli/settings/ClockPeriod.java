package io.intaglio.cli.settings;

import java.math.BigDecimal;
import java.util.OptionalInt;

/// Clock periods as they are written: nanoseconds, in decimal.
public final class ClockPeriod {
  /// What is accepted, as a remedy.
  public static final String HELP =
      "give nanoseconds from 0.01 to 10000 with at most three decimals";

  private static final BigDecimal LEAST = new BigDecimal("0.01");
  private static final BigDecimal GREATEST = new BigDecimal("10000");

  private ClockPeriod() {}

  /// Whole picoseconds from 10 to 10^7; empty for any other period.
  public static OptionalInt picoseconds(BigDecimal nanoseconds) {
    if (nanoseconds.compareTo(LEAST) < 0 || nanoseconds.compareTo(GREATEST) > 0) {
      return OptionalInt.empty();
    }
    BigDecimal picoseconds = nanoseconds.movePointRight(3).stripTrailingZeros();
    return picoseconds.scale() > 0
        ? OptionalInt.empty()
        : OptionalInt.of(picoseconds.intValueExact());
  }
}
