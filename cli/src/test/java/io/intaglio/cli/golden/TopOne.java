package io.intaglio.cli.golden;

import java.util.stream.IntStream;

/// Top-1 accuracy: how many rows have their greatest score where the label says.
final class TopOne {
  private TopOne() {}

  /// @param scores one row a label, one after the other; the lowest index counts on a tie
  static int correct(long[] scores, int[] labels) {
    int classes = scores.length / labels.length;
    return (int)
        IntStream.range(0, labels.length)
            .filter(row -> greatest(scores, row * classes, classes) == labels[row])
            .count();
  }

  private static int greatest(long[] scores, int from, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = scores[from + c] > scores[from + best] ? c : best;
    }
    return best;
  }
}
