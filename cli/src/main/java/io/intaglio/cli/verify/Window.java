package io.intaglio.cli.verify;

import io.intaglio.ir.type.IntType;
import io.intaglio.sim.cycle.CycleModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// The cycles around a wrong output: what is in which stage, what was seen, what was expected.
final class Window {
  /// One observed element.
  ///
  /// @param position its place in the packed response
  record Probe(int element, int position, String net, IntType type) {}

  /// The cycles in which a sample is in the design, the last one wrong.
  record Span(int from, int to, int sample) {}

  private final Response response;
  private final Packing packing;
  private final int[][] history;
  private final Span span;
  private final Map<String, long[]> values;
  private final List<Integer> samples;

  Window(Experiment experiment, Schedule schedule, Response response, Packing packing, Span span) {
    this.response = response;
    this.packing = packing;
    this.span = span;
    this.history = history(experiment, schedule, response);
    Set<Integer> present = new LinkedHashSet<>(List.of(span.sample()));
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
    return span.sample();
  }

  long expected(Buses.Made made, int element, int of) {
    int size = made.bus().elements().size();
    return values.get(made.graphName())[samples.indexOf(of) * size + element];
  }

  /// The first cycle in which the sample is in the value's stage and some element differs.
  OptionalInt firstWrong(Buses.Made made, List<Probe> probes) {
    return IntStream.rangeClosed(span.from(), span.to())
        .filter(cycle -> held(made.bus().stage(), cycle) == span.sample())
        .filter(cycle -> probes.stream().anyMatch(probe -> isWrong(made, probe, cycle)))
        .findFirst();
  }

  boolean isWrong(Buses.Made made, Probe probe, int cycle) {
    return !shows(probe, cycle, expected(made, probe.element(), span.sample()));
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
      if (other < 0 || cycle < span.from()) {
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
