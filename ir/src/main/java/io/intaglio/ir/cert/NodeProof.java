package io.intaglio.ir.cert;

import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// Proves one operator by its certificate: that the certificate's channels cover everything that
/// can reach the operator, that each describes its rule, and that each element's formula is that
/// rule.
final class NodeProof {
  private static final int MAX_FAULTS = 8;

  private final Node node;
  private final Shape shape;
  private final Range range;
  private final Certificate certificate;
  private final List<String> faults = new ArrayList<>();

  private NodeProof(Node node, Value operand, Range range, Certificate certificate) {
    this.node = node;
    this.shape = operand.shape();
    this.range = range;
    this.certificate = certificate;
  }

  /// What is wrong with a rescale or threshold, at most a few faults; empty if it is proven.
  ///
  /// @param range what can reach the operator
  static List<String> faults(Node node, Value operand, Range range, Certificate certificate) {
    NodeProof proof = new NodeProof(node, operand, range, certificate);
    proof.check();
    return proof.faults;
  }

  private void check() {
    if (!certificate.shape().broadcastsTo(shape)) {
      faults.add("its channels " + certificate.shape() + " do not broadcast to the input " + shape);
      return;
    }
    int[] channelOf = certificate.shape().broadcastIndex(shape);
    Map<Certificate.Channel, Integer> firsts = new HashMap<>();
    int[] firstOf = new int[certificate.channels().size()];
    for (int c = 0; c < firstOf.length; c++) {
      Integer first = firsts.putIfAbsent(certificate.channels().get(c), c);
      firstOf[c] = first == null ? c : first;
      if (first == null) {
        note(c, new ChannelProof(certificate.channels().get(c)).ruleFault(node.result().type()));
      }
    }
    // What is proven of one channel is proven of those equal to it.
    Arrays.setAll(channelOf, e -> firstOf[channelOf[e]]);
    if (faults.isEmpty()) {
      checkCover(channelOf);
      checkFormulas(channelOf);
    }
  }

  private void note(int channel, Optional<String> fault) {
    if (fault.isPresent() && faults.size() < MAX_FAULTS) {
      faults.add("channel " + channel + ": " + fault.get());
    }
  }

  private record Pair(int channel, int entry) {}

  private void checkCover(int[] channelOf) {
    int[] entryOf = range.shape().broadcastIndex(shape);
    Set<Pair> seen = new HashSet<>();
    for (int e = 0; e < channelOf.length; e++) {
      if (seen.add(new Pair(channelOf[e], entryOf[e]))) {
        note(channelOf[e], coverFault(certificate.channels().get(channelOf[e]), entryOf[e]));
      }
    }
  }

  private Optional<String> coverFault(Certificate.Channel channel, int entry) {
    long lo = range.lo(entry);
    long hi = range.hi(entry);
    boolean inside = lo >= channel.lo() && hi <= channel.hi();
    boolean onGrid =
        ((lo - channel.lo()) & ((1L << channel.log2Stride()) - 1)) == 0
            && (lo == hi || range.log2Stride(entry) >= channel.log2Stride());
    return inside && onGrid
        ? Optional.empty()
        : Optional.of(
            "inputs ["
                + lo
                + ", "
                + hi
                + "] of stride 2^"
                + range.log2Stride(entry)
                + " reach it, proven is ["
                + channel.lo()
                + ", "
                + channel.hi()
                + "] of stride 2^"
                + channel.log2Stride());
  }

  private record Use(int channel, Formula formula) {}

  private void checkFormulas(int[] channelOf) {
    IntFunction<Formula> formulas =
        node.op() instanceof Rescale rescale ? shifts(rescale) : counts((Threshold) node.op());
    Set<Use> seen = new HashSet<>();
    for (int e = 0; e < channelOf.length; e++) {
      Use use = new Use(channelOf[e], formulas.apply(e));
      if (seen.add(use)) {
        Certificate.Channel channel = certificate.channels().get(use.channel());
        note(use.channel(), new ChannelProof(channel).formulaFault(use.formula()));
      }
    }
  }

  private IntFunction<Formula> shifts(Rescale op) {
    IntFunction<Long> m = elements(op.m());
    IntFunction<Long> b = elements(op.b());
    IntFunction<Long> s = elements(op.s());
    IntFunction<Long> z = elements(op.z());
    IntFunction<Long> lo = elements(op.lo());
    IntFunction<Long> hi = elements(op.hi());
    return e ->
        new Formula.Shift(
            m.apply(e),
            b.apply(e),
            s.apply(e),
            z.apply(e),
            lo.apply(e),
            hi.apply(e),
            op.rounding());
  }

  private IntFunction<Long> elements(IntTensor tensor) {
    int[] index = tensor.shape().broadcastIndex(shape);
    return e -> tensor.at(index[e]);
  }

  private IntFunction<Formula> counts(Threshold op) {
    int[] rowOf = op.parameterShape().broadcastIndex(shape);
    int[] directionOf = op.direction().shape().broadcastIndex(op.parameterShape());
    Map<Integer, Formula> rows = new HashMap<>();
    return e -> rows.computeIfAbsent(rowOf[e], row -> count(op, row, directionOf[row]));
  }

  private static Formula count(Threshold op, int row, int direction) {
    long[] thresholds = new long[op.count()];
    for (int k = 0; k < thresholds.length; k++) {
      thresholds[k] = op.thresholds().at(row * op.count() + k);
    }
    return new Formula.Count(thresholds, op.direction().at(direction) > 0, op.base(), op.step());
  }
}
