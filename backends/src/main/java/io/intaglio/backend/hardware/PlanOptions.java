package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Handshake;

/// What a user may choose about a plan.
///
/// @param name the design's name
/// @param clockPicoseconds the target clock period
public record PlanOptions(
    String name, int clockPicoseconds, DelayModel delayModel, Handshake handshake) {
  public PlanOptions {
    if (clockPicoseconds <= 0) {
      throw new IllegalArgumentException("clock period of " + clockPicoseconds + " ps");
    }
  }

  /// 5 ns on an FPGA with `in_valid` and `out_valid`.
  public static PlanOptions defaults(String name) {
    return new PlanOptions(name, 5_000, DelayModel.FPGA, Handshake.VALID);
  }

  /// Time for logic between two registers.
  public int budgetPicoseconds() {
    return Math.max(1, clockPicoseconds - delayModel.overheadPicoseconds());
  }
}
