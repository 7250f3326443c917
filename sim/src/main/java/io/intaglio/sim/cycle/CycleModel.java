package io.intaglio.sim.cycle;

import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import java.util.Arrays;

/// What a parallel design does at every rising edge of its clock.
///
/// A design of latency `L` is `L` ranks of registers. Rank `s` holds the elements of stage `s` and,
/// where there is a handshake, a valid bit:
///
/// - `NONE`: at every edge rank 1 loads the input ports and rank `s` loads rank `s − 1`.
/// - `VALID`: data as above. The valid bits do the same, or all clear if `rst` is 1.
/// - `VALID_READY`: data and valid bits move only if `en = !out_valid | out_ready`, so bubbles are
///   kept; `in_ready = en`. `rst` clears the valid bits whatever `en` is, and leaves data alone.
///
/// Data ports are followed by naming what lies on them: the caller numbers the samples that it
/// drives, on cycles without `in_valid` too. `out_valid` and the outputs of a cycle are those of
/// rank `L` before the edge; `in_ready` depends on the `out_ready` of the same cycle.
///
/// Before its first reset a design with a handshake has unknown valid bits. The first call must be
/// a reset; what `VALID_READY` data registers load at that edge is unknown unless `out_ready` is 1.
public final class CycleModel {
  /// The contents of a register that no driven sample has reached.
  public static final long NO_SAMPLE = -1;

  private final Handshake handshake;
  private final long[] samples;
  private final boolean[] valid;
  private boolean defined;

  public CycleModel(Datapath datapath) {
    this(datapath.handshake(), datapath.latency());
  }

  public CycleModel(Handshake handshake, int latency) {
    if (latency < 1) {
      throw new IllegalArgumentException("latency of " + latency);
    }
    this.handshake = handshake;
    this.samples = new long[latency];
    this.valid = new boolean[latency];
    this.defined = handshake == Handshake.NONE;
    Arrays.fill(samples, NO_SAMPLE);
  }

  public int latency() {
    return samples.length;
  }

  /// One rising edge with these values on the ports; ports that the handshake lacks are ignored.
  ///
  /// @param sample what the data inputs show, [#NO_SAMPLE] if nothing known
  /// @return the ports just before the edge
  /// @throws IllegalStateException if a design with a handshake was never reset
  public PortState tick(boolean reset, boolean inValid, long sample, boolean outReady) {
    PortState before = ports(reset, inValid, outReady);
    switch (handshake) {
      case NONE -> shift(sample, sample != NO_SAMPLE);
      case VALID -> shift(sample, inValid);
      case VALID_READY -> {
        if (before.inReady()) {
          shift(sample, inValid);
        } else if (!before.defined()) {
          Arrays.fill(samples, NO_SAMPLE);
        }
      }
    }
    if (reset && handshake != Handshake.NONE) {
      Arrays.fill(valid, false);
      defined = true;
    }
    return before;
  }

  private PortState ports(boolean reset, boolean inValid, boolean outReady) {
    boolean hasReset = handshake != Handshake.NONE;
    if (!defined && !reset) {
      throw new IllegalStateException("the first edge of a design with a handshake is a reset");
    }
    boolean outValid = valid[valid.length - 1];
    long outSample = samples[samples.length - 1];
    boolean working = !(hasReset && reset);
    return switch (handshake) {
      case NONE -> new PortState(true, true, outValid, outSample, true, outValid);
      case VALID ->
          new PortState(
              defined, true, outValid, outSample, working && inValid, working && outValid);
      case VALID_READY -> {
        boolean enabled = defined ? !outValid || outReady : outReady;
        yield new PortState(
            defined,
            enabled,
            outValid,
            outSample,
            working && enabled && inValid,
            working && outValid && outReady);
      }
    };
  }

  private void shift(long sample, boolean inValid) {
    System.arraycopy(samples, 0, samples, 1, samples.length - 1);
    System.arraycopy(valid, 0, valid, 1, valid.length - 1);
    samples[0] = sample;
    valid[0] = inValid;
  }

  /// The sample whose elements are visible in a stage now, after the last edge.
  ///
  /// @param stage 1 to [#latency]
  public long sampleIn(int stage) {
    return samples[stage - 1];
  }

  /// The valid bit of a stage now; for `NONE` whether a sample is there.
  public boolean isValid(int stage) {
    return valid[stage - 1];
  }

  /// `out_valid` now, between edges.
  public boolean outValid() {
    return valid[valid.length - 1];
  }

  /// `in_ready` now, between edges, while the consumer shows this `out_ready`.
  public boolean inReady(boolean outReady) {
    return handshake != Handshake.VALID_READY || !outValid() || outReady;
  }
}
