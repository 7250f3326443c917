package io.intaglio.cli.inspect;

import io.intaglio.ir.Scale;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.real.Rational;
import java.util.Arrays;
import java.util.List;

/// What a code is worth at an end of a network, as in `2^-7`; where elements differ in it (HGQ's
/// formats) `2^-5, 2^-6 (by element)`, or `2^-9 to 2^-3, by element` if there are many.
final class EndSteps {
  private static final int TOLD_ONE_BY_ONE = 8;

  private EndSteps() {}

  static String of(Head head, Scale scale) {
    return scale.isKnown() ? scale.toString() : text(steps(head.encoding()));
  }

  static String of(Tail tail, Scale scale) {
    return scale.isKnown() ? scale.toString() : text(tail.scale().values());
  }

  private static List<Rational> steps(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Quantize quantize -> steps(quantize.scale());
      case Encoding.WrapQuantize wrap -> steps(wrap.scale());
      case Encoding.Grid grid -> grid.step().values();
      case Encoding.AffineQuantize affine -> List.of(Rational.of((double) affine.scale()));
      case Encoding.ReciprocalQuantize reciprocal ->
          List.of(Rational.ONE.divide(Rational.of((double) reciprocal.factor())));
      case Encoding.Bipolar _ -> List.of(Rational.ONE);
    };
  }

  private static List<Rational> steps(FloatTensor scale) {
    return Arrays.stream(scale.toArray()).mapToObj(Rational::of).toList();
  }

  private static String text(List<Rational> steps) {
    List<Rational> distinct = steps.stream().distinct().sorted().toList();
    if (distinct.size() == 1) {
      return distinct.getFirst().toString();
    }
    if (steps.size() <= TOLD_ONE_BY_ONE) {
      return String.join(", ", steps.stream().map(Rational::toString).toList()) + " (by element)";
    }
    return distinct.getFirst() + " to " + distinct.getLast() + ", by element";
  }
}
