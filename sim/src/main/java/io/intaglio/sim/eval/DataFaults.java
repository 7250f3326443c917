package io.intaglio.sim.eval;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with the data of one input: the first faults by row and element, and how many.
final class DataFaults {
  private static final int NAMED = 8;

  private final Domain input;
  private final List<String> named = new ArrayList<>();
  private long count;

  DataFaults(Domain input) {
    this.input = input;
  }

  /// @param at position in the batch
  void add(int at, String found) {
    count++;
    if (named.size() < NAMED) {
      int row = at / input.size();
      named.add("row " + row + ", element " + input.index(at % input.size()) + ": " + found);
    }
  }

  /// Adds one error with the first fault as its message and others as notes, if there is any.
  void report(Diagnostics diagnostics, String help) {
    if (count == 0) {
      return;
    }
    List<String> notes = new ArrayList<>(named.subList(1, named.size()));
    if (count > named.size()) {
      notes.add((count - named.size()) + " more such elements");
    }
    diagnostics.add(
        new Diagnostic(
            Code.DOM_DATA,
            Diagnostic.Severity.ERROR,
            input.value().origin(),
            "input '" + input.value().name() + "', " + named.getFirst(),
            notes,
            help));
  }
}
