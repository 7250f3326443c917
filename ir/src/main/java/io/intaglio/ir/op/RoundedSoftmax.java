package io.intaglio.ir.op;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Softmax of real numbers along the innermost axis, rounded once. In each row let
/// `p_i = e^(x[…,i]·inputStep) / Σ_j e^(x[…,j]·inputStep)`, a real number. Then
/// `y[…,i] = clamp(R(p_i/step) + zeroPoint)`, `R` half to even, clamped to `type`.
///
/// There is a tie only in rows of equal elements: exponentials of different rational numbers are
/// linearly independent over the rationals (Lindemann and Weierstrass), hence no other share is
/// rational.
public record RoundedSoftmax(Ref x, Rational inputStep, IntType type, Rational step, long zeroPoint)
    implements Op {
  public RoundedSoftmax {
    Checks.require(inputStep.signum() > 0, "RoundedSoftmax: input step " + inputStep);
    Checks.require(step.signum() > 0, "RoundedSoftmax: step " + step);
    Checks.require(type.bits() <= Integer.SIZE, "RoundedSoftmax: codes of " + type);
    Checks.require(type.contains(zeroPoint), "RoundedSoftmax: zero point " + zeroPoint);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() >= 1 && in.channels() >= 1, "RoundedSoftmax over " + in);
    return in;
  }
}
