package io.intaglio.ir.testing;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.type.Range;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Inputs of graphs: codes within the declared ranges and strides.
public final class Vectors {
  private Vectors() {}

  /// For each input of `graph`, the codes of `n` samples, one after the other. The first sample
  /// holds every least code, the second every greatest; of the rest every fourth holds only least
  /// and greatest ones, the others any.
  public static List<long[]> random(FixedGraph graph, int n, SplittableRandom random) {
    return graph.inputs().stream().map(input -> random(input, n, random)).toList();
  }

  private static long[] random(Value input, int n, SplittableRandom random) {
    Range range = input.range().broadcastTo(input.shape());
    long[] codes = new long[n * range.size()];
    for (int i = 0; i < codes.length; i++) {
      int sample = i / range.size();
      int element = i % range.size();
      long steps = (range.hi(element) - range.lo(element)) >>> range.log2Stride(element);
      long step =
          switch (sample) {
            case 0 -> 0;
            case 1 -> steps;
            default ->
                sample % 4 == 3 ? (random.nextBoolean() ? steps : 0) : random.nextLong(steps + 1);
          };
      codes[i] = range.lo(element) + (step << range.log2Stride(element));
    }
    return codes;
  }

  /// One sample of each input of a batch.
  public static List<long[]> sample(FixedGraph graph, List<long[]> batch, int sample) {
    return IntStream.range(0, batch.size())
        .mapToObj(
            i -> {
              int size = graph.inputs().get(i).shape().size();
              return Arrays.copyOfRange(batch.get(i), sample * size, (sample + 1) * size);
            })
        .toList();
  }
}
