package io.intaglio.cli.verify;

import io.intaglio.sim.cycle.CycleModel;

/// What is driven in each cycle and what must then be seen just before its rising edge.
///
/// @param name what kind of traffic it is, for reports
/// @param control as in [Stimulus]
/// @param driven the sample on the input ports; -1 for none (the ports then hold other bits)
/// @param status as in [Response]
/// @param shown the sample on the outputs; -1 where their bits do not matter
/// @param checkedFrom the first cycle whose state is defined
@SuppressWarnings("ArrayRecordComponent")
record Schedule(
    String name, byte[] control, int[] driven, byte[] status, int[] shown, int checkedFrom) {
  int cycles() {
    return control.length;
  }

  boolean reset(int cycle) {
    return (control[cycle] & Stimulus.RESET) != 0;
  }

  boolean inValid(int cycle) {
    return (control[cycle] & Stimulus.IN_VALID) != 0;
  }

  boolean outReady(int cycle) {
    return (control[cycle] & Stimulus.OUT_READY) != 0;
  }

  /// Plays one cycle of it to a model that has seen all cycles before.
  void tick(CycleModel model, int cycle) {
    model.tick(reset(cycle), inValid(cycle), driven[cycle], outReady(cycle));
  }
}
