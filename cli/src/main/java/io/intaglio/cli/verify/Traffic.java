package io.intaglio.cli.verify;

import java.util.Random;

/// Whether data are offered, results taken and resets given, cycle by cycle.
sealed interface Traffic {
  String name();

  /// Whether a sample is offered, if none waits already.
  boolean offers();

  boolean takes();

  /// Whether the mid-run resets come at moments of their own rather than evenly spread.
  boolean randomResets();

  /// A sample and a free output in every cycle.
  record Steady() implements Traffic {
    @Override
    public String name() {
      return "steady";
    }

    @Override
    public boolean offers() {
      return true;
    }

    @Override
    public boolean takes() {
      return true;
    }

    @Override
    public boolean randomResets() {
      return false;
    }
  }

  /// Bubbles and stalls in spells: for some tens of cycles each end is busy with one of a few
  /// probabilities, from always to seldom.
  final class Stalling implements Traffic {
    private static final double[] RATES = {1.0, 1.0, 1.0, 0.9, 0.75, 0.5, 0.25};

    private final Random random;
    private double offerRate = 1.0;
    private double takeRate = 1.0;

    Stalling(Random random) {
      this.random = random;
    }

    @Override
    public String name() {
      return "stalling";
    }

    @Override
    public boolean offers() {
      if (random.nextInt(32) == 0) {
        offerRate = RATES[random.nextInt(RATES.length)];
      }
      return random.nextDouble() < offerRate;
    }

    @Override
    public boolean takes() {
      if (random.nextInt(32) == 0) {
        takeRate = RATES[random.nextInt(RATES.length)];
      }
      return random.nextDouble() < takeRate;
    }

    @Override
    public boolean randomResets() {
      return true;
    }
  }
}
