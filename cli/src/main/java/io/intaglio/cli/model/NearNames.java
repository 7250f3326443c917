package io.intaglio.cli.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What someone may have meant who wrote a name that does not exist.
final class NearNames {
  private static final int SHOWN = 5;

  private NearNames() {}

  /// Those of `known` with the least edit distance (Levenshtein) from `name`, nearest first.
  static List<String> of(String name, Collection<String> known) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((String other) -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
