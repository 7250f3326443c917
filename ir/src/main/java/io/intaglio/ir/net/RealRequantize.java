package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// A runtime's own requantization of an integer accumulator. `x` must be an integer multiple of
/// `accumulatorStep`; the rule maps that integer to a code of `type`, whose real value is
/// `(code − zeroPoint)·step`. Rules and accumulator steps broadcast to `x` in the manner of NumPy.
///
/// @param ruleShape how `rules` broadcast to `x`
/// @param rules one an element of `ruleShape`, in row-major order
public record RealRequantize(
    Ref x,
    RationalTensor accumulatorStep,
    Shape ruleShape,
    List<SourceRule> rules,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  public RealRequantize {
    rules = List.copyOf(rules);
    if (ruleShape.elements() != rules.size()) {
      throw new IllegalArgumentException(rules.size() + " rules for shape " + ruleShape);
    }
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
