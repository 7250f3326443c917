package io.intaglio.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// All runs of a design in one simulator.
///
/// @param harness without taps
/// @param expected packed outputs of every sample
@SuppressWarnings("ArrayRecordComponent")
record Trial(
    Experiment experiment,
    Harness harness,
    List<Tap> taps,
    List<Schedule> schedules,
    List<Stimulus> stimuli,
    int[] expected) {

  /// Only the first wrong run is looked into.
  ///
  /// @param compiler makes a simulator of a harness
  /// @throws DesignRefused if the simulator does not take the design
  List<RunResult> run(Function<Harness, RtlSimulator> compiler) {
    List<Response> responses = responses(compiler.apply(harness));
    List<RunResult> results = new ArrayList<>();
    boolean located = false;
    for (int i = 0; i < schedules.size(); i++) {
      RunResult result =
          judge(schedules.get(i), stimuli.get(i), responses.get(i), located, compiler);
      located |= !result.passed();
      results.add(result);
    }
    return results;
  }

  private List<Response> responses(RtlSimulator simulator) {
    try (ExecutorService runs = Executors.newFixedThreadPool(schedules.size())) {
      List<Future<Response>> pending = new ArrayList<>();
      for (Stimulus stimulus : stimuli) {
        pending.add(runs.submit(() -> simulator.run(stimulus)));
      }
      return pending.stream().map(Outcomes::of).toList();
    }
  }

  private RunResult judge(
      Schedule schedule,
      Stimulus stimulus,
      Response response,
      boolean located,
      Function<Harness, RtlSimulator> compiler) {
    Comparison comparison = Comparison.of(schedule, response, expected, harness.output());
    List<Difference> differences = new ArrayList<>();
    if (!located) {
      comparison
          .firstWrongControl()
          .ifPresent(
              cycle ->
                  differences.add(
                      new ControlCheck(schedule, response, experiment.datapath().latency())
                          .explain(cycle)));
      comparison
          .firstWrongData()
          .ifPresent(
              cycle ->
                  differences.add(
                      new Locator(experiment, harness, taps, compiler)
                          .locate(schedule, stimulus, response, cycle)));
    }
    return new RunResult(
        schedule.name(),
        experiment.vectors().count(),
        comparison.cycles(),
        comparison.mismatchingBits(),
        comparison.wrongCycles(),
        differences);
  }
}
