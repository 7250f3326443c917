package io.intaglio.cli.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.sim.cycle.CycleModel;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A design, the samples for it, and what the evaluator and the cycle model say it must do.
record Experiment(Datapath datapath, FixedGraph graph, Vectors vectors, long seed) {

  Schedule schedule(Traffic traffic) {
    return new Scheduler(
            datapath.handshake(), new CycleModel(datapath), traffic, new Random(seed + 1))
        .schedule(vectors.count());
  }

  List<Bus> outputs() {
    return Buses.outputs(datapath).stream().map(Buses.Made::bus).toList();
  }

  /// Packed outputs of every sample.
  int[] expected(Packing packing) {
    Map<String, long[]> results = new Evaluator(graph).runBatch(vectors.count(), vectors.codes());
    return pack(packing, graph.outputs().stream().map(results::get).toList());
  }

  /// What to drive. While no sample is offered the ports hold the bits of before or other ones.
  Stimulus stimulus(Schedule schedule, Packing packing) {
    int[] packed = pack(packing, vectors.codes());
    Random random = new Random(seed + 2);
    int words = packing.words();
    int[] data = new int[Math.multiplyExact(schedule.cycles(), words)];
    int[] ports = new int[words];
    for (int cycle = 0; cycle < schedule.cycles(); cycle++) {
      int sample = schedule.driven()[cycle];
      if (sample >= 0) {
        System.arraycopy(packed, sample * words, ports, 0, words);
      } else if (random.nextInt(4) == 0) {
        for (int word = 0; word < words; word++) {
          ports[word] = random.nextInt();
        }
      }
      System.arraycopy(ports, 0, data, cycle * words, words);
    }
    return new Stimulus(schedule.control(), words, data, 0);
  }

  /// @param values elements of each bus, sample after sample
  private int[] pack(Packing packing, List<long[]> values) {
    int count = vectors.count();
    int words = packing.words();
    int[] packed = new int[Math.multiplyExact(count, words)];
    int element = 0;
    for (long[] codes : values) {
      int size = codes.length / count;
      for (int sample = 0; sample < count; sample++) {
        for (int i = 0; i < size; i++) {
          packing.put(packed, sample * words, element + i, codes[sample * size + i]);
        }
      }
      element += size;
    }
    return packed;
  }

  /// Values of the graph by name for some of the vectors.
  Map<String, long[]> values(List<Integer> chosen, List<String> names) {
    List<long[]> codes = new ArrayList<>();
    for (long[] all : vectors.codes()) {
      int size = all.length / vectors.count();
      long[] some = new long[chosen.size() * size];
      for (int i = 0; i < chosen.size(); i++) {
        System.arraycopy(all, chosen.get(i) * size, some, i * size, size);
      }
      codes.add(some);
    }
    return new Evaluator(graph).runBatch(chosen.size(), codes, names);
  }
}
