package io.intaglio.ir.rule;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import java.util.List;

/// A rule of exact arithmetic: affine maps, bounds and roundings one after the other, over reals of
/// the form `p + r·√d` (one batch normalisation between two roundings). The last step leaves an
/// integer.
///
/// This is the meaning of QONNX's quantizers behind linear layers and batch normalisations.
public record ExactChain(List<ExactStep> steps) implements SourceRule {
  public ExactChain {
    steps = List.copyOf(steps);
  }

  @Override
  public long apply(long x) {
    Surd v = Surd.of(x);
    for (ExactStep step : steps) {
      v = apply(step, v);
    }
    if (!v.isRational() || !v.p().isInteger()) {
      throw new ArithmeticException("the chain does not end in an integer");
    }
    return v.p().num().longValueExact();
  }

  private static Surd apply(ExactStep step, Surd v) {
    return switch (step) {
      case ExactStep.Affine(Surd a, Surd b) -> a.multiply(v).add(b);
      case ExactStep.AtLeast(Rational bound) -> v.compareTo(bound) >= 0 ? v : Surd.of(bound);
      case ExactStep.AtMost(Rational bound) -> v.compareTo(bound) <= 0 ? v : Surd.of(bound);
      case ExactStep.Round(Rounding mode) -> Surd.of(Rational.of(mode.round(v)));
      case ExactStep.Sign() -> v.signum() >= 0 ? Surd.ONE : Surd.of(-1);
      case ExactStep.Count(var bounds) ->
          Surd.of(bounds.stream().filter(bound -> bound.isBelow(v)).count());
      case ExactStep.LeakyRectify(Rational slope) -> v.signum() >= 0 ? v : v.multiply(slope);
    };
  }

  @Override
  public int direction() {
    int direction = 1;
    for (ExactStep step : steps) {
      if (step instanceof ExactStep.Affine(Surd a, Surd _) && a.signum() < 0) {
        direction = -direction;
      }
    }
    return direction;
  }

  @Override
  public int sourceMultiplierBits() {
    return 24;
  }
}
