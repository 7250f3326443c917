package io.intaglio.cli.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Looks for inputs that bring an accumulator exactly to a rounding step of its rescale, and to
/// the codes on either side of it. Where the steps are, the certificates say.
///
/// From a random sample it measures how much each input element moves the accumulator and then
/// moves elements, those of the greatest effect first. The first rescales are reached so; behind a
/// few non-linear layers the search mostly fails and gives what it finds.
final class TieSearch {
  private static final int PROBED_ELEMENTS = 64;
  private static final int ROUNDS = 3;

  private final FixedGraph graph;
  private final List<Certificate> certificates;
  private final List<InputDomain> domains;
  private final Random random;

  /// Where an element of an input lies, and what one stride of it does to the accumulator.
  private record Effect(int input, int element, long slope) {}

  /// The accumulator that feeds one certified operator.
  private record Accumulator(Certificate certificate, Value value, Evaluator evaluator) {
    long at(List<long[]> sample, int element) {
      return evaluator.run(sample).getFirst()[element];
    }
  }

  TieSearch(
      FixedGraph graph, List<Certificate> certificates, List<InputDomain> domains, Random random) {
    this.graph = graph;
    this.certificates = certificates;
    this.domains = domains;
    this.random = random;
  }

  /// At most `most` samples; half of the tries go to the first rescale, half of the rest to the
  /// next, and so on.
  List<List<long[]>> find(int most) {
    List<List<long[]>> found = new ArrayList<>();
    int tries = most;
    for (Accumulator accumulator : accumulators()) {
      tries = Math.max(1, tries / 2);
      for (int i = 0; i < tries && found.size() + 3 <= most; i += 3) {
        found.addAll(around(accumulator));
      }
    }
    return found;
  }

  /// In graph order.
  private List<Accumulator> accumulators() {
    List<Accumulator> list = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      Optional<Certificate> certificate =
          certificates.stream().filter(c -> c.value().equals(node.result().name())).findFirst();
      if (certificate.isPresent()) {
        String operand = node.op().operands().getFirst().name();
        FixedGraph prefix =
            new FixedGraph(
                graph.name(), graph.inputs(), graph.nodes().subList(0, i), List.of(operand));
        list.add(
            new Accumulator(certificate.get(), graph.values().get(operand), new Evaluator(prefix)));
      }
    }
    return list;
  }

  /// Samples at a random step of a random element, one below and one above, as far as they are
  /// found.
  private List<List<long[]>> around(Accumulator accumulator) {
    List<List<long[]>> found = new ArrayList<>();
    int element = random.nextInt(accumulator.value().shape().size());
    int[] channelOf = accumulator.certificate().shape().broadcastIndex(accumulator.value().shape());
    Certificate.Channel channel = accumulator.certificate().channels().get(channelOf[element]);
    if (channel.steps().isEmpty()) {
      return found;
    }
    long step = channel.steps().get(random.nextInt(channel.steps().size())).at();
    long stride = 1L << channel.log2Stride();
    List<long[]> start =
        domains.stream()
            .map(
                domain ->
                    IntStream.range(0, domain.size())
                        .mapToLong(e -> domain.random(e, random))
                        .toArray())
            .toList();
    for (long target = step - stride; target <= step + stride; target += stride) {
      if (target >= channel.lo() && target <= channel.hi()) {
        reach(accumulator, element, target, start).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<List<long[]>> reach(
      Accumulator accumulator, int element, long target, List<long[]> start) {
    List<long[]> sample = start.stream().map(long[]::clone).toList();
    for (int round = 0; round < ROUNDS; round++) {
      long rest = target - accumulator.at(sample, element);
      if (rest == 0) {
        return Optional.of(sample);
      }
      for (Effect effect : effects(accumulator, element, sample)) {
        rest -= move(effect, rest, sample);
      }
    }
    return accumulator.at(sample, element) == target ? Optional.of(sample) : Optional.empty();
  }

  /// Moves one element as far as it brings the accumulator nearer and the element's domain allows.
  ///
  /// @return by how much the accumulator should have moved
  private long move(Effect effect, long rest, List<long[]> sample) {
    InputDomain domain = domains.get(effect.input());
    long[] codes = sample.get(effect.input());
    long stride = domain.stride(effect.element());
    long up = (domain.hi(effect.element()) - codes[effect.element()]) / stride;
    long down = (domain.lo(effect.element()) - codes[effect.element()]) / stride;
    long strides = Math.clamp(rest / effect.slope(), down, up);
    codes[effect.element()] += strides * stride;
    return strides * effect.slope();
  }

  /// The effects of some input elements, the greatest first; those of no effect are left out.
  private List<Effect> effects(Accumulator accumulator, int element, List<long[]> sample) {
    List<Effect> effects = new ArrayList<>();
    long at = accumulator.at(sample, element);
    for (int[] place : places()) {
      InputDomain domain = domains.get(place[0]);
      long[] codes = sample.get(place[0]);
      long code = codes[place[1]];
      long stride = code < domain.hi(place[1]) ? domain.stride(place[1]) : -domain.stride(place[1]);
      if (domain.lo(place[1]) == domain.hi(place[1])) {
        continue;
      }
      codes[place[1]] = code + stride;
      long slope = (accumulator.at(sample, element) - at) * Long.signum(stride);
      codes[place[1]] = code;
      if (slope != 0) {
        effects.add(new Effect(place[0], place[1], slope));
      }
    }
    effects.sort(Comparator.comparingLong((Effect effect) -> -Math.abs(effect.slope())));
    return effects;
  }

  /// Pairs of input and element: all, or some drawn at random of many.
  private List<int[]> places() {
    List<int[]> all = new ArrayList<>();
    for (int input = 0; input < domains.size(); input++) {
      for (int element = 0; element < domains.get(input).size(); element++) {
        all.add(new int[] {input, element});
      }
    }
    java.util.Collections.shuffle(all, random);
    return all.subList(0, Math.min(PROBED_ELEMENTS, all.size()));
  }
}
