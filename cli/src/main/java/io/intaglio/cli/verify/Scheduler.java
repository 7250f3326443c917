package io.intaglio.cli.verify;

import io.intaglio.ir.datapath.Handshake;
import io.intaglio.sim.cycle.CycleModel;
import java.util.Arrays;
import java.util.Random;

/// Plays traffic to the cycle model until every sample has been seen on the outputs.
///
/// A sample that is offered stays on the ports until it is taken. Resets come at the start and in
/// mid-run, each for one cycle, which must suffice, and in mid-run with the other control ports at
/// random; samples that a reset drops are sent again.
final class Scheduler {
  private static final int MID_RUN_RESETS = 3;
  private static final int DRAIN = 4;
  private static final int NO_SAMPLE = (int) CycleModel.NO_SAMPLE;

  private final Handshake handshake;
  private final CycleModel model;
  private final Traffic traffic;
  private final Random random;

  private byte[] control = new byte[1024];
  private byte[] status = new byte[1024];
  private int[] driven = new int[1024];
  private int[] shown = new int[1024];
  private int cycle;
  private int next;
  private int seen;
  private boolean waiting;

  /// @param model at power-up
  Scheduler(Handshake handshake, CycleModel model, Traffic traffic, Random random) {
    this.handshake = handshake;
    this.model = model;
    this.traffic = traffic;
    this.random = random;
  }

  Schedule schedule(int samples) {
    boolean resets = handshake != Handshake.NONE;
    if (resets) {
      play(true, false, true, samples);
    }
    int[] resetAt = resets ? midRun(samples) : new int[0];
    int resetsDone = 0;
    int drained = 0;
    while (drained < DRAIN) {
      if (resetsDone < resetAt.length && next >= resetAt[resetsDone]) {
        resetsDone++;
        play(true, random.nextBoolean(), random.nextBoolean(), samples);
      } else {
        play(false, offer(samples), takes(), samples);
      }
      if (seen == samples) {
        drained++;
      }
    }
    return new Schedule(
        traffic.name(),
        Arrays.copyOf(control, cycle),
        Arrays.copyOf(driven, cycle),
        Arrays.copyOf(status, cycle),
        Arrays.copyOf(shown, cycle),
        resets ? 1 : 0);
  }

  private boolean offer(int samples) {
    return next < samples && (waiting || handshake == Handshake.NONE || traffic.offers());
  }

  private boolean takes() {
    return handshake != Handshake.VALID_READY || traffic.takes();
  }

  private int[] midRun(int samples) {
    int[] at = new int[MID_RUN_RESETS];
    for (int i = 0; i < at.length; i++) {
      at[i] =
          traffic.randomResets()
              ? random.nextInt(samples)
              : (int) ((long) samples * (i + 1) / (at.length + 1));
    }
    Arrays.sort(at);
    return at;
  }

  private void play(boolean reset, boolean inValid, boolean outReady, int samples) {
    grow();
    boolean offered = inValid && next < samples;
    boolean inReady = model.inReady(outReady);
    boolean outValid = handshake == Handshake.NONE || model.outValid();
    int output = outValid ? (int) model.sampleIn(model.latency()) : NO_SAMPLE;
    control[cycle] =
        (byte)
            ((reset ? Stimulus.RESET : 0)
                | (offered ? Stimulus.IN_VALID : 0)
                | (outReady ? Stimulus.OUT_READY : 0));
    driven[cycle] = offered ? next : NO_SAMPLE;
    status[cycle] =
        (byte) ((inReady ? Response.IN_READY : 0) | (outValid ? Response.OUT_VALID : 0));
    shown[cycle] = output;
    model.tick(reset, offered, driven[cycle], outReady);
    cycle++;
    seen = Math.max(seen, output + 1);
    if (reset) {
      next = seen;
      waiting = false;
    } else if (offered) {
      next += inReady ? 1 : 0;
      waiting = !inReady;
    }
  }

  private void grow() {
    if (cycle == control.length) {
      int length = Math.multiplyExact(cycle, 2);
      control = Arrays.copyOf(control, length);
      status = Arrays.copyOf(status, length);
      driven = Arrays.copyOf(driven, length);
      shown = Arrays.copyOf(shown, length);
    }
  }
}
