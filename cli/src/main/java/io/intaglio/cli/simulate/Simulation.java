package io.intaglio.cli.simulate;

import io.intaglio.cli.Progress;
import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Runs a network over a feed in batches of bounded size.
public final class Simulation {
  private static final int BATCH = 512;

  private final BoundaryRunner runner;
  private final Feed feed;
  private final int inputs;

  public Simulation(Boundary boundary, Feed feed) {
    this.runner = new BoundaryRunner(boundary);
    this.feed = feed;
    this.inputs = boundary.heads().size();
  }

  /// Takes the results of one batch: samples `from` to `from + count`.
  public interface Sink {
    void accept(int from, int count, Map<String, long[]> codes);
  }

  /// Hands the codes of the values named to `sink`, batch by batch.
  public void run(Collection<String> names, Progress progress, Sink sink) {
    for (int from = 0; from < feed.samples(); from += BATCH) {
      int count = Math.min(BATCH, feed.samples() - from);
      sink.accept(from, count, runner.evaluator().runBatch(count, codes(from, count), names));
      progress.step("samples", from + count, feed.samples());
    }
  }

  /// Input codes of some samples, one array an input.
  public List<long[]> codes(int from, int count) {
    List<Samples> batch = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      NdArray part = feed.slice(i, from, from + count);
      batch.add(part.isReal() ? Samples.reals(part.reals()) : Samples.codes(part.integers()));
    }
    return runner.encode(count, batch);
  }

  /// Real outputs of the codes of one batch, by the model's names.
  public List<double[]> reals(int count, List<long[]> outputCodes) {
    return runner.decode(count, outputCodes);
  }

  /// All codes of all inputs, sample by sample: a row has one array an input.
  public List<List<long[]>> rows() {
    List<List<long[]>> rows = new ArrayList<>();
    for (int from = 0; from < feed.samples(); from += BATCH) {
      int count = Math.min(BATCH, feed.samples() - from);
      List<long[]> batch = codes(from, count);
      for (int sample = 0; sample < count; sample++) {
        List<long[]> row = new ArrayList<>();
        for (long[] all : batch) {
          int size = all.length / count;
          row.add(Arrays.copyOfRange(all, sample * size, (sample + 1) * size));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
