package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// A function of one real, `kind`, with parameters `a` and `b` where it has some. It has no integer
/// form of its own: a quantized network holds a [RealLookup] of the runtime's own values instead.
public record RealUnary(Ref x, Kind kind, float a, float b) implements RealOp {
  /// Which function.
  public enum Kind {
    /// `|x|`.
    ABS,
    /// The least integer that is not less.
    CEIL,
    /// `x` if `x >= 0`, else `a·(e^x − 1)`.
    ELU,
    /// The Gauss error function.
    ERF,
    /// `e^x`.
    EXP,
    /// The greatest integer that is not greater.
    FLOOR,
    /// `x/2·(1 + erf(x/√2))`.
    GELU,
    /// `max(0, min(1, a·x + b))`.
    HARD_SIGMOID,
    /// `x·max(0, min(1, x/6 + 1/2))`.
    HARD_SWISH,
    /// The natural logarithm.
    LOG,
    /// The nearest integer, ties to the even one.
    ROUND,
    /// `b·x` if `x > 0`, else `b·a·(e^x − 1)`.
    SELU,
    /// `1/(1 + e^−x)`.
    SIGMOID,
    /// −1, 0 or 1.
    SIGN,
    /// `log(1 + e^x)`.
    SOFTPLUS,
    /// `x/(1 + |x|)`.
    SOFTSIGN,
    /// `√x`.
    SQRT,
    /// `x/(1 + e^−x)`.
    SWISH,
    /// The hyperbolic tangent.
    TANH
  }

  /// A function without parameters.
  public static RealUnary of(Ref x, Kind kind) {
    return new RealUnary(x, kind, 0, 0);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
