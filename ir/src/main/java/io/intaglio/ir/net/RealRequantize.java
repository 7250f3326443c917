package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// A runtime's own requantization of an integer accumulator. `x` must be an integer multiple of
/// `accumulatorStep` (one value, or one a channel of the last axis); the rule maps that integer
/// to a code of `type`, whose real value is `(code − zeroPoint)·step`.
///
/// @param rules one for all channels, or one for each channel of the last axis
public record RealRequantize(
    Ref x,
    RationalTensor accumulatorStep,
    List<SourceRule> rules,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  public RealRequantize {
    rules = List.copyOf(rules);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
