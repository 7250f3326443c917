package io.intaglio.cli.command;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;

/// Checks of option values that picocli does not make.
final class CommandOptions {
  private CommandOptions() {}

  static void demandPositive(String option, long value) {
    if (value <= 0) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.NONE,
              option + " is " + value,
              "give a whole number of 1 or more"));
    }
  }
}
