package io.intaglio.cli.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Input codes of many samples, in the order in which they are driven.
///
/// @param corner how many of them are extremes, one-hot extremes and patterns
/// @param ties how many lie at or beside a rounding step of some rescale
/// @param data how many come from the user's data
/// @param random how many are drawn at random
/// @param codes one array an input, sample after sample, each row-major
public record Vectors(int corner, int ties, int data, int random, List<long[]> codes) {
  public Vectors {
    codes = List.copyOf(codes);
  }

  public int count() {
    return corner + ties + data + random;
  }

  /// One sample, an array an input.
  List<long[]> sample(int index) {
    List<long[]> sample = new ArrayList<>();
    for (long[] all : codes) {
      int size = all.length / count();
      sample.add(Arrays.copyOfRange(all, index * size, (index + 1) * size));
    }
    return sample;
  }
}
