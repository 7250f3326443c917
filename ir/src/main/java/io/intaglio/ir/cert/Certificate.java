package io.intaglio.ir.cert;

import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// What was proven of one [io.intaglio.ir.op.Rescale] or [io.intaglio.ir.op.Threshold]: that it
/// equals the source's rule at every reachable input. The numbers it was proven for are in the
/// graph; the certificate names the value and holds everything else that a proof needs.
///
/// @param value the graph's name of the operator's result
/// @param shape how `channels` broadcast to the operator's input, from the right
/// @param channels one a parameter element, in row-major order of `shape`
public record Certificate(String value, Shape shape, List<Channel> channels) {
  public Certificate {
    channels = List.copyOf(channels);
    if (shape.elements() != channels.size()) {
      throw new IllegalArgumentException(channels.size() + " channels for shape " + shape);
    }
  }

  /// The proof for the inputs `lo, lo + 2^log2Stride, …, hi` of one channel.
  ///
  /// The rule is monotone, so it is known on the whole interval by its value at `lo` and its steps.
  /// A rule that takes many values may have no steps listed although it is not constant: then the
  /// operator is the rule's own formula, and the proof compares formulas.
  ///
  /// @param first the rule's value at `lo`
  /// @param steps where the rule's value changes, in ascending order of `at`
  public record Channel(
      SourceRule rule, long lo, long hi, int log2Stride, long first, List<Step> steps) {
    public Channel {
      steps = List.copyOf(steps);
    }
  }

  /// The least reachable input `at` from which on the rule gives `value`.
  public record Step(long at, long value) {}
}
