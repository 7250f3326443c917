package io.intaglio.ir.datapath;

/// How data enters and leaves a design.
public enum Handshake {
  /// A clock only: a sample every cycle, a result `latency` edges later.
  NONE,
  /// `in_valid` travels beside the data and leaves as `out_valid`; nothing stalls.
  VALID,
  /// One enable for the whole region, `en = !out_valid | out_ready`, and `in_ready = en`; bubbles
  /// are kept.
  VALID_READY
}
