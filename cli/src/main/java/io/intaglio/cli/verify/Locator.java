package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ToolFailure;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Finds the first value of a design, in graph order, that differs from the evaluator's for the
/// sample whose output was seen to be wrong first: its operands come before it and agree.
///
/// The design is run again with all its values visible. Which sample a value holds in a cycle the
/// cycle model says; if what a value holds belongs to the sample in another stage instead, always,
/// registers are missing or too many.
final class Locator {
  /// Cycles seen before the sample came and after its output was wrong, besides twice the latency.
  private static final int MARGIN = 16;

  /// Cycles that must agree before a shift is believed.
  private static final int WITNESSES = 3;

  private final Experiment experiment;
  private final Harness harness;
  private final List<Tap> taps;
  private final Function<Harness, RtlSimulator> compiler;

  Locator(
      Experiment experiment,
      Harness harness,
      List<Tap> taps,
      Function<Harness, RtlSimulator> compiler) {
    this.experiment = experiment;
    this.harness = harness;
    this.taps = taps;
    this.compiler = compiler;
  }

  /// @param seen the response of the run
  /// @param wrongCycle the first cycle in which an output is wrong
  Difference locate(Schedule schedule, Stimulus stimulus, Response seen, int wrongCycle) {
    int sample = schedule.shown()[wrongCycle];
    int reach = 2 * experiment.datapath().latency() + MARGIN;
    int came = wrongCycle;
    while (came > 0 && schedule.driven()[came] != sample) {
      came--;
    }
    int first = Math.max(0, came - reach);
    int end = Math.min(schedule.cycles(), wrongCycle + reach + 1);
    Window.Span span = new Window.Span(came, wrongCycle, sample);
    Harness tapped = harness.withTaps(taps);
    String why;
    try {
      Response inside = compiler.apply(tapped).run(stimulus.window(first, end));
      Window window = new Window(experiment, schedule, inside, tapped.observed(), span);
      Optional<Difference> difference = insideDifference(window).or(() -> outputDifference(window));
      if (difference.isPresent()) {
        return difference.get();
      }
      why = "with all nets visible it is right, so it hangs on what registers hold at power-up";
    } catch (DesignRefused | ToolFailure e) {
      why = "the nets inside cannot be read: " + e.getMessage();
    }
    Window outside =
        new Window(experiment, schedule, seen.window(first, end), harness.observed(), span);
    return new Difference.Unlocated(outputDifference(outside).orElseThrow(), why);
  }

  private Optional<Difference> insideDifference(Window window) {
    int outputs = harness.output().elements();
    for (Buses.Made made : Buses.of(experiment.datapath())) {
      List<Window.Probe> probes = new ArrayList<>();
      for (int i = 0; i < taps.size(); i++) {
        Tap tap = taps.get(i);
        if (tap.value().equals(made.bus().value())) {
          probes.add(new Window.Probe(tap.element(), outputs + i, tap.net(), tap.type()));
        }
      }
      OptionalInt cycle = window.firstWrong(made, probes);
      if (cycle.isPresent()) {
        return Optional.of(explain(window, made, probes, cycle.getAsInt()));
      }
    }
    return Optional.empty();
  }

  /// What the ports show.
  private Optional<Difference> outputDifference(Window window) {
    int position = 0;
    for (Buses.Made made : Buses.outputs(experiment.datapath())) {
      List<Window.Probe> probes = new ArrayList<>();
      List<IntType> types = made.bus().elements();
      for (int i = 0; i < types.size(); i++) {
        probes.add(new Window.Probe(i, position++, made.graphName(), types.get(i)));
      }
      OptionalInt cycle = window.firstWrong(made, probes);
      if (cycle.isPresent()) {
        return Optional.of(explain(window, made, probes, cycle.getAsInt()));
      }
    }
    return Optional.empty();
  }

  private Difference explain(Window window, Buses.Made made, List<Window.Probe> probes, int cycle) {
    List<Window.Probe> wrong =
        probes.stream().filter(probe -> window.isWrong(made, probe, cycle)).toList();
    Window.Probe worst = wrong.getFirst();
    Difference.Place place =
        new Difference.Place(
            made.bus().value(), made.operator(), made.origin(), worst.element(), worst.net());
    int latency = experiment.datapath().latency();
    for (int distance = 1; distance <= latency; distance++) {
      for (int ranks : new int[] {-distance, distance}) {
        if (window.holdsOtherStage(made, wrong, ranks) >= WITNESSES) {
          return new Difference.WrongTime(place, ranks, window.sample(), cycle);
        }
      }
    }
    return new Difference.WrongValue(
        place,
        window.expected(made, worst.element(), window.sample()),
        window.text(worst, cycle),
        window.sample(),
        cycle);
  }
}
