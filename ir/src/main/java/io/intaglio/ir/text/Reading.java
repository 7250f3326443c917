package io.intaglio.ir.text;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import java.util.function.Supplier;

/// What codecs need while one text is read: the file's name, the weights, the faults found, and how
/// much a text may still unfold.
final class Reading {
  /// Elements that all repetitions (`[0; 64]`) of one text may stand for. Above it a writer uses
  /// the side file, whose length is a bound of its own.
  static final long MAX_REPEATED = 1L << 24;

  private static final int MAX_ERRORS = 20;

  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private WeightsReader weights;
  private long repeated;
  private int errors;

  Reading(String file, byte[] weights) {
    this.file = file;
    this.weights = new WeightsReader(weights);
  }

  WeightsReader weights() {
    return weights;
  }

  /// Reports a fault and gives what ends the statement: `throw reading.refusal(…)`.
  ///
  /// @throws InvalidInput if so many are reported that more would help nobody
  Refusal refusal(Place place, String message, String help) {
    report(place, message, help);
    return new Refusal();
  }

  /// Reports a fault behind which nothing of the text is worth reading: `throw reading.end(…)`.
  InvalidInput end(Place place, String message, String help) {
    diagnostics.error(Code.IR_TEXT, place.in(file), message, help);
    return new InvalidInput(diagnostics.all());
  }

  /// Reports a fault after which the statement can be read on.
  void report(Place place, String message, String help) {
    diagnostics.error(Code.IR_TEXT, place.in(file), message, help);
    errors++;
    if (errors >= MAX_ERRORS) {
      throw new InvalidInput(diagnostics.all());
    }
  }

  /// Runs what a record's constructor or a number's parser checks; its complaint becomes a fault at
  /// `place`.
  <T> T checked(Place place, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw refusal(place, String.valueOf(e.getMessage()), "");
    }
  }

  /// The refusal for what a record's constructor threw.
  Refusal checkedFailure(Place place, Throwable thrown) {
    return switch (thrown) {
      case IllegalArgumentException e -> refusal(place, String.valueOf(e.getMessage()), "");
      case ArithmeticException e -> refusal(place, String.valueOf(e.getMessage()), "");
      case IndexOutOfBoundsException e -> refusal(place, String.valueOf(e.getMessage()), "");
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(thrown);
    };
  }

  /// Accounts for `elements` that a repetition stands for.
  void unfold(Place place, long elements) {
    repeated += elements;
    if (repeated > MAX_REPEATED) {
      throw refusal(
          place, "the text's repetitions stand for more than " + MAX_REPEATED + " elements", "");
    }
  }

  /// @throws InvalidInput if a fault was reported
  void throwIfErrors() {
    diagnostics.throwIfErrors();
  }
}
