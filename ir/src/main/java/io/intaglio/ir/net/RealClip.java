package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import java.util.List;
import java.util.Optional;

/// `min(max(x, lo), hi)`; an absent bound does not bound.
public record RealClip(Ref x, Optional<Rational> lo, Optional<Rational> hi) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
