package io.intaglio.ir;

import io.intaglio.ir.real.Rational;

/// An annotation: real value = `(code − zeroPoint) · step`. `Scale.NONE` where a tensor has no
/// single step (per-channel scales, or a fold that left none). Nothing computes with it.
public record Scale(Rational step, long zeroPoint) {
  public static final Scale NONE = new Scale(Rational.ZERO, 0);

  public static Scale of(Rational step) {
    return new Scale(step, 0);
  }

  public boolean isKnown() {
    return step.signum() != 0;
  }

  @Override
  public String toString() {
    return !isKnown() ? "none" : zeroPoint == 0 ? step.toString() : step + " zero " + zeroPoint;
  }
}
