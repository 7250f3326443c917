package io.intaglio.cli.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes the samples to verify with: extremes and patterns, rounding ties, the user's data, and the
/// rest at random over the proven input ranges.
public final class VectorMaker {
  /// Corner samples and ties each take at most this part of all.
  private static final int PART = 4;

  /// The search for one tie takes about a hundred evaluations.
  private static final int MOST_TIES = 400;

  private static final int ONE_HOT_ELEMENTS = 128;

  private final FixedGraph graph;
  private final List<Certificate> certificates;
  private final List<InputDomain> domains;
  private final int elements;
  private final long seed;

  private interface Code {
    long at(InputDomain domain, int element, int position);
  }

  public VectorMaker(FixedGraph graph, List<Certificate> certificates, long seed) {
    this.graph = graph;
    this.certificates = certificates;
    this.domains = graph.inputs().stream().map(InputDomain::new).toList();
    this.elements = domains.stream().mapToInt(InputDomain::size).sum();
    this.seed = seed;
  }

  /// All rows of `data`, and other samples up to `count` in all.
  public Vectors make(int count, List<List<long[]>> data) {
    Random random = new Random(seed);
    int room = Math.max(0, count - data.size());
    List<List<long[]>> corner = corner(Math.max(1, room / PART));
    corner = corner.subList(0, Math.min(corner.size(), room));
    List<List<long[]>> ties =
        new TieSearch(graph, certificates, domains, random)
            .find(Math.min(MOST_TIES, (room - corner.size()) / PART));
    List<List<long[]>> all = new ArrayList<>(corner);
    all.addAll(ties);
    all.addAll(data);
    while (all.size() < count) {
      all.add(sample((domain, element, position) -> domain.random(element, random)));
    }
    int drawn = all.size() - corner.size() - ties.size() - data.size();
    return new Vectors(corner.size(), ties.size(), data.size(), drawn, join(all));
  }

  private List<List<long[]>> corner(int most) {
    List<List<long[]>> list = new ArrayList<>();
    list.add(sample((domain, element, position) -> domain.lo(element)));
    list.add(sample((domain, element, position) -> domain.hi(element)));
    list.add(sample((domain, element, position) -> domain.nearZero(element)));
    list.add(sample((domain, element, position) -> extreme(domain, element, position % 2 == 0)));
    list.add(sample((domain, element, position) -> extreme(domain, element, position % 2 == 1)));
    int step = Math.max(1, elements / ONE_HOT_ELEMENTS);
    for (int hot = 0; hot < elements && list.size() + 2 <= most; hot += step) {
      list.add(oneHot(hot, true));
      list.add(oneHot(hot, false));
    }
    return list;
  }

  private List<long[]> oneHot(int hot, boolean high) {
    return sample(
        (domain, element, position) ->
            position == hot ? extreme(domain, element, high) : domain.nearZero(element));
  }

  private static long extreme(InputDomain domain, int element, boolean high) {
    return high ? domain.hi(element) : domain.lo(element);
  }

  /// `position` counts through all inputs.
  private List<long[]> sample(Code code) {
    List<long[]> sample = new ArrayList<>();
    int position = 0;
    for (InputDomain domain : domains) {
      long[] codes = new long[domain.size()];
      for (int element = 0; element < codes.length; element++) {
        codes[element] = code.at(domain, element, position++);
      }
      sample.add(codes);
    }
    return sample;
  }

  private List<long[]> join(List<List<long[]>> samples) {
    List<long[]> codes = new ArrayList<>();
    for (int input = 0; input < domains.size(); input++) {
      int size = domains.get(input).size();
      long[] all = new long[Math.multiplyExact(size, samples.size())];
      for (int i = 0; i < samples.size(); i++) {
        System.arraycopy(samples.get(i).get(input), 0, all, i * size, size);
      }
      codes.add(all);
    }
    return codes;
  }
}
