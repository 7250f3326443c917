package io.intaglio.sim.eval;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.util.List;

/// Refuses input codes that an input does not take.
final class InputCheck {

  private InputCheck() {}

  /// @throws InvalidInput naming inputs, rows, elements and codes
  static void check(int n, List<Domain> inputs, List<long[]> batch) {
    if (batch.size() != inputs.size()) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.DOM_DATA,
              Origin.NONE,
              batch.size() + " inputs given, the graph has " + inputs.size(),
              "give one array for each input, in their order"));
    }
    Diagnostics diagnostics = new Diagnostics();
    for (int i = 0; i < inputs.size(); i++) {
      check(n, inputs.get(i), batch.get(i), diagnostics);
    }
    diagnostics.throwIfErrors();
  }

  private static void check(int n, Domain input, long[] codes, Diagnostics diagnostics) {
    if (codes.length != (long) n * input.size()) {
      diagnostics.add(wrongLength(n, input, codes.length));
      return;
    }
    codes(input, codes, diagnostics);
  }

  /// Reports the codes of a batch that are not of the input's type and range.
  static void codes(Domain input, long[] codes, Diagnostics diagnostics) {
    DataFaults faults = new DataFaults(input);
    for (int i = 0; i < codes.length; i++) {
      int element = i % input.size();
      if (!input.contains(element, codes[i])) {
        faults.add(i, "the code " + codes[i] + " is not in " + input.describe(element));
      }
    }
    faults.report(diagnostics, "give codes of the input's type and range");
  }

  static Diagnostic wrongLength(int n, Domain input, int length) {
    return Diagnostic.error(
        Code.DOM_DATA,
        input.value().origin(),
        length
            + " elements given for input '"
            + input.value().name()
            + "', "
            + n
            + " samples of shape "
            + input.value().shape()
            + " have "
            + (long) n * input.size(),
        "give every element of every sample");
  }
}
