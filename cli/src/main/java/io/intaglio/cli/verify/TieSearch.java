package io.intaglio.cli.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Looks for inputs that bring an accumulator exactly to a rounding step of its rescale, and to
/// the codes on either side of it. Where the steps are, the certificates say.
///
/// From a random sample it measures how much each input element moves the accumulator and then
/// moves elements, those of the greatest effect first. The first rescales are reached so; behind a
/// few non-linear layers the search mostly fails and gives what it finds.
final class TieSearch {
  private static final int PROBED_ELEMENTS = 64;
  private static final int ROUNDS = 2;

  private final FixedGraph graph;
  private final List<Certificate> certificates;
  private final List<InputDomain> domains;
  private final Random random;

  /// Where an element of an input lies, and what one stride of it does to the accumulator.
  private record Effect(int input, int element, long slope) {}

  /// The accumulator that feeds one certified operator.
  private record Accumulator(Certificate certificate, Value value, Evaluator evaluator) {
    long at(List<long[]> sample, int element) {
      return all(List.of(sample), element)[0];
    }

    /// The accumulator's element for each sample.
    long[] all(List<List<long[]>> samples, int element) {
      List<long[]> batch = new ArrayList<>();
      for (int input = 0; input < samples.getFirst().size(); input++) {
        int which = input;
        batch.add(samples.stream().flatMapToLong(s -> LongStream.of(s.get(which))).toArray());
      }
      long[] values = evaluator.runBatch(samples.size(), batch).get(value.name());
      int size = values.length / samples.size();
      return IntStream.range(0, samples.size())
          .mapToLong(i -> values[i * size + element])
          .toArray();
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

  /// Vectors at a random step of a random element, one below and one above, as far as they are
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
    List<Effect> effects = effects(accumulator, element, start);
    for (long target = step - stride; target <= step + stride; target += stride) {
      if (target >= channel.lo() && target <= channel.hi()) {
        reach(accumulator, element, target, start, effects).ifPresent(found::add);
      }
    }
    return found;
  }

  /// @param effects what moves the accumulator at `start`
  private Optional<List<long[]>> reach(
      Accumulator accumulator, int element, long target, List<long[]> start, List<Effect> effects) {
    List<long[]> sample = start.stream().map(long[]::clone).toList();
    List<Effect> now = effects;
    for (int round = 0; round < ROUNDS; round++) {
      long rest = target - accumulator.at(sample, element);
      for (Effect effect : now) {
        rest -= move(effect, rest, sample);
      }
      if (accumulator.at(sample, element) == target) {
        return Optional.of(sample);
      }
      now = effects(accumulator, element, sample);
    }
    return Optional.empty();
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
    List<int[]> places = places();
    long[] strides = new long[places.size()];
    List<List<long[]>> probes = new ArrayList<>(List.of(sample));
    for (int i = 0; i < strides.length; i++) {
      int input = places.get(i)[0];
      int at = places.get(i)[1];
      InputDomain domain = domains.get(input);
      long code = sample.get(input)[at];
      strides[i] = code < domain.hi(at) ? domain.stride(at) : -domain.stride(at);
      List<long[]> probe = sample.stream().map(long[]::clone).toList();
      probe.get(input)[at] = Math.max(domain.lo(at), code + strides[i]);
      probes.add(probe);
    }
    long[] reached = accumulator.all(probes, element);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < strides.length; i++) {
      long slope = (reached[i + 1] - reached[0]) * Long.signum(strides[i]);
      if (slope != 0) {
        effects.add(new Effect(places.get(i)[0], places.get(i)[1], slope));
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
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(PROBED_ELEMENTS, all.size()));
  }
}
