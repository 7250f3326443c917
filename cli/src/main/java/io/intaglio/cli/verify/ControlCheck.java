package io.intaglio.cli.verify;

import java.util.OptionalInt;

/// Says how a control port went wrong.
final class ControlCheck {
  private static final int MARGIN = 8;

  private final Schedule schedule;
  private final Response response;
  private final int latency;

  /// @param response of the whole run
  ControlCheck(Schedule schedule, Response response, int latency) {
    this.schedule = schedule;
    this.response = response;
    this.latency = latency;
  }

  Difference explain(int cycle) {
    int got = response.status()[cycle];
    int expected = schedule.status()[cycle];
    boolean validWrong = differs(got, expected, Response.OUT_VALID, Response.OUT_VALID_UNKNOWN);
    byte bit = validWrong ? Response.OUT_VALID : Response.IN_READY;
    byte unknown = validWrong ? Response.OUT_VALID_UNKNOWN : Response.IN_READY_UNKNOWN;
    return new Difference.WrongControl(
        validWrong ? "out_valid" : "in_ready",
        (expected & bit) != 0,
        (got & unknown) != 0 ? "x" : (got & bit) != 0 ? "1" : "0",
        afterReset(cycle),
        validWrong ? shift(cycle) : OptionalInt.empty(),
        cycle);
  }

  private static boolean differs(int got, int expected, byte bit, byte unknown) {
    return (got & unknown) != 0 || (got & bit) != (expected & bit);
  }

  private OptionalInt afterReset(int cycle) {
    for (int back = 1; back <= latency && back <= cycle; back++) {
      if (schedule.reset(cycle - back)) {
        return OptionalInt.of(back);
      }
    }
    return OptionalInt.empty();
  }

  /// By how many cycles `out_valid` is late, if from `cycle` on it follows its expected course at
  /// that distance. A course without a change in it proves nothing.
  private OptionalInt shift(int cycle) {
    int end = cycle;
    while (end < schedule.cycles() && end < cycle + 3 * latency + MARGIN && !schedule.reset(end)) {
      end++;
    }
    for (int distance = 1; distance <= latency; distance++) {
      for (int late : new int[] {-distance, distance}) {
        if (follows(cycle, end, late)) {
          return OptionalInt.of(late);
        }
      }
    }
    return OptionalInt.empty();
  }

  private boolean follows(int from, int end, int late) {
    boolean changes = false;
    int last = Math.min(end, schedule.cycles() + late);
    for (int cycle = from; cycle < last; cycle++) {
      if (cycle - late < schedule.checkedFrom()
          || differs(
              response.status()[cycle],
              schedule.status()[cycle - late],
              Response.OUT_VALID,
              Response.OUT_VALID_UNKNOWN)) {
        return false;
      }
      changes |=
          (schedule.status()[cycle] & Response.OUT_VALID)
              != (schedule.status()[from] & Response.OUT_VALID);
    }
    return changes;
  }
}
