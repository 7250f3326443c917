package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ToolFailure;
import io.intaglio.ir.type.IntType;
import io.intaglio.sim.cycle.CycleModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

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

  /// @param wrongCycle the first cycle in which an output is wrong
  Difference locate(Schedule schedule, Stimulus stimulus, int wrongCycle) {
    int sample = schedule.shown()[wrongCycle];
    int latency = experiment.datapath().latency();
    int reach = 2 * latency + MARGIN;
    int came = wrongCycle;
    while (came > 0 && schedule.driven()[came] != sample) {
      came--;
    }
    int first = Math.max(0, came - reach);
    int end = Math.min(schedule.cycles(), wrongCycle + reach + 1);
    Harness tapped = harness.withTaps(taps);
    Response response;
    String why = "";
    try {
      response = compiler.apply(tapped).run(stimulus.window(first, end));
    } catch (DesignRefused | ToolFailure e) {
      tapped = harness.withTaps(List.of());
      response = compiler.apply(tapped).run(stimulus.window(first, end));
      why = "the nets inside cannot be read: " + e.getMessage();
    }
    Window window =
        new Window(experiment, schedule, response, tapped.observed(), came, wrongCycle, sample);
    Difference difference = firstDifference(window, tapped);
    return why.isEmpty() ? difference : new Difference.Unlocated(difference, why);
  }

  private Difference firstDifference(Window window, Harness tapped) {
    int outputs = tapped.output().elements();
    for (Buses.Made made : Buses.of(experiment.datapath())) {
      List<Probe> probes = new ArrayList<>();
      for (int i = 0; i < tapped.taps().size(); i++) {
        Tap tap = tapped.taps().get(i);
        if (tap.value().equals(made.bus().value())) {
          probes.add(new Probe(tap.element(), outputs + i, tap.net(), tap.type()));
        }
      }
      OptionalInt cycle = window.firstWrong(made, probes);
      if (cycle.isPresent()) {
        return explain(window, made, probes, cycle.getAsInt());
      }
    }
    return atTheOutputs(window);
  }

  /// Every value inside agrees, so a port does not show what it should.
  private Difference atTheOutputs(Window window) {
    int position = 0;
    for (Buses.Made made : Buses.outputs(experiment.datapath())) {
      List<Probe> probes = new ArrayList<>();
      List<IntType> types = made.bus().elements();
      for (int i = 0; i < types.size(); i++) {
        probes.add(new Probe(i, position++, made.graphName(), types.get(i)));
      }
      OptionalInt cycle = window.firstWrong(made, probes);
      if (cycle.isPresent()) {
        return explain(window, made, probes, cycle.getAsInt());
      }
    }
    throw new IllegalStateException(
        "an output was wrong in one run of the simulator and right in the next");
  }

  private Difference explain(Window window, Buses.Made made, List<Probe> probes, int cycle) {
    List<Probe> wrong =
        probes.stream().filter(probe -> window.isWrong(made, probe, cycle)).toList();
    Probe worst = wrong.getFirst();
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

  /// One observed element.
  ///
  /// @param position its place in the packed response
  record Probe(int element, int position, String net, IntType type) {}

  /// The cycles around a wrong output: what is in which stage, what was seen, what was expected.
  private static final class Window {
    private final Response response;
    private final Packing packing;
    private final int[][] history;
    private final int from;
    private final int to;
    private final int sample;
    private final Map<String, long[]> values;
    private final List<Integer> samples;

    /// @param from,to the cycles in which `sample` is in the design, the last one wrong
    Window(
        Experiment experiment,
        Schedule schedule,
        Response response,
        Packing packing,
        int from,
        int to,
        int sample) {
      this.response = response;
      this.packing = packing;
      this.from = from;
      this.to = to;
      this.sample = sample;
      this.history = history(experiment, schedule, response);
      Set<Integer> present = new LinkedHashSet<>(List.of(sample));
      for (int[] row : history) {
        IntStream.of(row).filter(s -> s >= 0).forEach(present::add);
      }
      this.samples = List.copyOf(present);
      List<String> names =
          Buses.of(experiment.datapath()).stream().map(Buses.Made::graphName).distinct().toList();
      this.values = experiment.values(samples, names);
    }

    /// For each row of the response the sample in each stage, stage 0 being the input ports.
    private static int[][] history(Experiment experiment, Schedule schedule, Response response) {
      int latency = experiment.datapath().latency();
      int[][] history = new int[response.rows()][latency + 1];
      CycleModel model = new CycleModel(experiment.datapath());
      for (int cycle = 0; cycle < response.first() + response.rows(); cycle++) {
        if (cycle >= response.first()) {
          int[] row = history[cycle - response.first()];
          row[0] = schedule.driven()[cycle];
          for (int stage = 1; stage <= latency; stage++) {
            row[stage] = (int) model.sampleIn(stage);
          }
        }
        schedule.tick(model, cycle);
      }
      return history;
    }

    int sample() {
      return sample;
    }

    long expected(Buses.Made made, int element, int of) {
      int size = made.bus().elements().size();
      return values.get(made.graphName())[samples.indexOf(of) * size + element];
    }

    /// The first cycle in which the sample is in the value's stage and some element differs.
    OptionalInt firstWrong(Buses.Made made, List<Probe> probes) {
      return IntStream.rangeClosed(from, to)
          .filter(cycle -> held(made.bus().stage(), cycle) == sample)
          .filter(cycle -> probes.stream().anyMatch(probe -> isWrong(made, probe, cycle)))
          .findFirst();
    }

    boolean isWrong(Buses.Made made, Probe probe, int cycle) {
      return !shows(probe, cycle, expected(made, probe.element(), sample));
    }

    /// In how many cycles the elements are those of the sample `ranks` stages further on; 0 if in
    /// any cycle they are not.
    int holdsOtherStage(Buses.Made made, List<Probe> probes, int ranks) {
      int stage = made.bus().stage() + ranks;
      if (stage < 0 || stage >= history[0].length) {
        return 0;
      }
      int witnesses = 0;
      for (int cycle = response.first(); cycle < response.first() + history.length; cycle++) {
        int other = held(stage, cycle);
        if (other < 0 || cycle < from) {
          continue;
        }
        for (Probe probe : probes) {
          if (!shows(probe, cycle, expected(made, probe.element(), other))) {
            return 0;
          }
        }
        witnesses++;
      }
      return witnesses;
    }

    private int held(int stage, int cycle) {
      return history[cycle - response.first()][stage];
    }

    private boolean shows(Probe probe, int cycle, long expected) {
      int at = (cycle - response.first()) * packing.words();
      return packing.get(response.data(), at, probe.position()) == expected
          && !(response.knowsUnknown() && packing.any(response.unknown(), at, probe.position()));
    }

    String text(Probe probe, int cycle) {
      int at = (cycle - response.first()) * packing.words();
      if (!response.knowsUnknown() || !packing.any(response.unknown(), at, probe.position())) {
        return Long.toString(packing.get(response.data(), at, probe.position()));
      }
      StringBuilder digits = new StringBuilder();
      int offset = packing.offset(probe.position());
      for (int bit = offset + probe.type().bits() - 1; bit >= offset; bit--) {
        boolean unknown = Packing.bit(response.unknown(), at, bit) == 1;
        digits.append(unknown ? "x" : Packing.bit(response.data(), at, bit));
      }
      return digits.toString();
    }
  }
}
