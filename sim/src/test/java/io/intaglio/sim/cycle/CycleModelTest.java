package io.intaglio.sim.cycle;

import static io.intaglio.sim.cycle.CycleModel.NO_SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.intaglio.ir.datapath.Handshake;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CycleModelTest {
  private static CycleModel reset(Handshake handshake, int latency) {
    CycleModel model = new CycleModel(handshake, latency);
    model.tick(true, false, NO_SAMPLE, true);
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aSampleIsVisibleAfterLatencyEdgesCountingTheOneThatTakesIt(int latency) {
    CycleModel model = reset(Handshake.VALID, latency);

    model.tick(false, true, 7, false);
    for (int edge = 2; edge <= latency; edge++) {
      assertThat(model.outValid()).isFalse();
      model.tick(false, false, 8, false);
    }

    assertThat(model.outValid()).isTrue();
    assertThat(model.sampleIn(latency)).isEqualTo(7);
    PortState last = model.tick(false, false, 9, false);
    assertThat(last).isEqualTo(new PortState(true, true, true, 7, false, true));
    assertThat(model.outValid()).isFalse();
  }

  @Test
  void withoutHandshakeEverySampleMovesAtEveryEdge() {
    CycleModel model = new CycleModel(Handshake.NONE, 3);

    for (long sample = 0; sample < 10; sample++) {
      PortState ports = model.tick(true, false, sample, false);
      assertThat(ports.outSample()).isEqualTo(sample < 3 ? NO_SAMPLE : sample - 3);
      assertThat(ports.outValid()).isEqualTo(sample >= 3);
      assertThat(model.sampleIn(1)).isEqualTo(sample);
    }
  }

  @Test
  void dataMovesWithoutValidAndThroughResetUnderValid() {
    CycleModel model = reset(Handshake.VALID, 2);

    model.tick(false, true, 1, false);
    PortState duringReset = model.tick(true, true, 2, false);

    assertThat(duringReset.accepted()).isFalse();
    assertThat(model.sampleIn(2)).isEqualTo(1);
    assertThat(model.sampleIn(1)).isEqualTo(2);
    assertThat(model.isValid(1)).isFalse();
    assertThat(model.isValid(2)).isFalse();
  }

  @Test
  void aStalledOutputHoldsEveryRankAndBubblesAreKept() {
    CycleModel model = reset(Handshake.VALID_READY, 3);
    model.tick(false, true, 1, false);
    model.tick(false, false, NO_SAMPLE, false);
    model.tick(false, true, 2, false);

    for (int i = 0; i < 4; i++) {
      PortState stalled = model.tick(false, true, 3, false);
      assertThat(stalled).isEqualTo(new PortState(true, false, true, 1, false, false));
    }
    PortState released = model.tick(false, true, 3, true);

    assertThat(released).isEqualTo(new PortState(true, true, true, 1, true, true));
    assertThat(model.outValid()).as("the bubble between 1 and 2").isFalse();
    assertThat(model.inReady(false)).as("a bubble at the end leaves by itself").isTrue();
    assertThat(model.sampleIn(1)).isEqualTo(3);
    assertThat(model.sampleIn(2)).isEqualTo(2);
  }

  @Test
  void resetClearsValidBitsOfAStalledDesignAndLeavesItsData() {
    CycleModel model = reset(Handshake.VALID_READY, 1);
    model.tick(false, true, 4, false);

    PortState before = model.tick(true, true, 5, false);

    assertThat(before.inReady()).isFalse();
    assertThat(before.delivered()).isFalse();
    assertThat(model.outValid()).isFalse();
    assertThat(model.sampleIn(1)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALID", "VALID_READY"})
  void aDesignWithAHandshakeMustBeResetFirst(Handshake handshake) {
    CycleModel model = new CycleModel(handshake, 2);

    assertThatIllegalStateException().isThrownBy(() -> model.tick(false, true, 1, true));
    assertThat(model.tick(true, true, 1, false).defined()).isFalse();
    assertThat(model.tick(false, true, 2, false).defined()).isTrue();
  }

  /// Samples leave in the order in which they entered, none lost and none twice, and while nothing
  /// stalls each takes exactly `latency` edges.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void underRandomStallsEverySampleLeavesOnceAndInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int latency = random.nextInt(1, 9);
    CycleModel model = reset(Handshake.VALID_READY, latency);
    Deque<Long> inside = new ArrayDeque<>();
    List<Long> left = new ArrayList<>();
    long next = 0;
    for (int cycle = 0; cycle < 2_000; cycle++) {
      boolean inValid = random.nextInt(3) > 0;
      boolean outReady = random.nextInt(3) > 0;
      boolean ready = model.inReady(outReady);
      PortState ports = model.tick(false, inValid, next, outReady);
      assertThat(ports.inReady()).isEqualTo(ready);
      if (ports.delivered()) {
        assertThat(ports.outSample()).isEqualTo(inside.removeFirst());
        left.add(ports.outSample());
      }
      if (ports.accepted()) {
        inside.addLast(next++);
      }
      assertThat(inside.size()).isLessThanOrEqualTo(latency);
    }
    assertThat(left).hasSizeGreaterThan(500).isSorted().doesNotHaveDuplicates();
  }
}
