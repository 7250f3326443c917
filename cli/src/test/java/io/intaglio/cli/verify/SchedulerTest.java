package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Handshake;
import io.intaglio.sim.cycle.CycleModel;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulerTest {
  private static final int SAMPLES = 400;
  private static final int LATENCY = 5;

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void everySampleIsSeenOnTheOutputs(Handshake handshake) {
    for (Schedule schedule : new Schedule[] {steady(handshake), stalling(handshake)}) {
      BitSet seen = new BitSet();
      for (int sample : schedule.shown()) {
        if (sample >= 0) {
          seen.set(sample);
        }
      }
      assertThat(seen.cardinality()).as(schedule.name()).isEqualTo(SAMPLES);
    }
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void steadyTrafficTakesOneCycleASample(Handshake handshake) {
    int resets = handshake == Handshake.NONE ? 0 : 4;
    int resent = handshake == Handshake.NONE ? 0 : 3 * LATENCY;
    assertThat(steady(handshake).cycles())
        .isBetween(SAMPLES + LATENCY, SAMPLES + LATENCY + resets + resent + 8);
  }

  @ParameterizedTest
  @EnumSource(value = Handshake.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void resetsComeAtTheStartAndInMidRun(Handshake handshake) {
    Schedule schedule = stalling(handshake);
    assertThat(schedule.reset(0)).isTrue();
    int resets = 0;
    for (int cycle = 1; cycle < schedule.cycles(); cycle++) {
      resets += schedule.reset(cycle) ? 1 : 0;
    }
    assertThat(resets).isEqualTo(3);
  }

  @Test
  void anOfferedSampleWaitsUntilItIsTaken() {
    Schedule schedule = stalling(Handshake.VALID_READY);
    int waits = 0;
    for (int cycle = 1; cycle < schedule.cycles(); cycle++) {
      boolean refused =
          schedule.inValid(cycle - 1)
              && (schedule.status()[cycle - 1] & Response.IN_READY) == 0
              && !schedule.reset(cycle - 1);
      if (refused && !schedule.reset(cycle)) {
        waits++;
        assertThat(schedule.driven()[cycle]).isEqualTo(schedule.driven()[cycle - 1]);
      }
    }
    assertThat(waits).isGreaterThan(10);
  }

  @Test
  void stallingTrafficHasBubblesAndStalls() {
    Schedule schedule = stalling(Handshake.VALID_READY);
    int bubbles = 0;
    int stalls = 0;
    for (int cycle = 0; cycle < schedule.cycles(); cycle++) {
      bubbles += schedule.inValid(cycle) ? 0 : 1;
      stalls += schedule.outReady(cycle) ? 0 : 1;
    }
    assertThat(bubbles).isGreaterThan(SAMPLES / 10);
    assertThat(stalls).isGreaterThan(SAMPLES / 10);
  }

  private static Schedule steady(Handshake handshake) {
    return schedule(handshake, new Traffic.Steady());
  }

  private static Schedule stalling(Handshake handshake) {
    return schedule(handshake, new Traffic.Stalling(new Random(3)));
  }

  private static Schedule schedule(Handshake handshake, Traffic traffic) {
    return new Scheduler(handshake, new CycleModel(handshake, LATENCY), traffic, new Random(5))
        .schedule(SAMPLES);
  }
}
