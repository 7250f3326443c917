package io.intaglio.backend.verilog;

import io.intaglio.ir.real.Rounding;
import io.intaglio.rtl.Expr;
import java.math.BigInteger;
import java.util.Optional;

/// `x/2^n` rounded: `⌊(x + offset) / 2^n⌋`, where the offset may depend on the sign of `x` or on
/// the lowest bit of the quotient. With `half = 2^(n−1)`:
///
/// | mode | offset |
/// |---|---|
/// | `FLOOR` | 0 |
/// | `CEIL` | `2^n − 1` |
/// | `TOWARD_ZERO` | `2^n − 1` where `x < 0`, else 0 |
/// | `AWAY_FROM_ZERO` | `2^n − 1` where `x >= 0`, else 0 |
/// | `HALF_UP` | `half` |
/// | `HALF_EVEN` | `half − 1 +` bit `n` of `x` |
/// | `HALF_AWAY` | `half − 1 + [x >= 0]` |
/// | `HALF_TOWARD_ZERO` | `half − 1 + [x < 0]` |
final class RoundShiftCell {
  private final Operand x;
  private final int n;
  private final int width;

  /// @param width bits of the sum, `n` more than the result has
  RoundShiftCell(Operand x, int n, int width) {
    this.x = x;
    this.n = n;
    this.width = width;
  }

  /// The sum, whose bits from `n` upwards are the result.
  Expr sum(Rounding mode) {
    BigInteger half = BigInteger.ONE.shiftLeft(n - 1);
    BigInteger belowHalf = half.subtract(BigInteger.ONE);
    BigInteger belowOne = half.shiftLeft(1).subtract(BigInteger.ONE);
    return switch (mode) {
      case FLOOR -> x.window(0, width);
      case CEIL -> plus(belowOne, Optional.empty());
      case TOWARD_ZERO -> Expr.add(x.window(0, width), lowBits(negative()));
      case AWAY_FROM_ZERO -> Expr.add(x.window(0, width), lowBits(Expr.invert(negative())));
      case HALF_UP -> plus(half, Optional.empty());
      case HALF_EVEN -> plus(belowHalf, Optional.of(x.window(n, 1)));
      case HALF_AWAY -> plus(belowHalf, Optional.of(Expr.invert(negative())));
      case HALF_TOWARD_ZERO -> plus(belowHalf, Optional.of(negative()));
    };
  }

  private Expr plus(BigInteger constant, Optional<Expr> bit) {
    Expr sum = x.window(0, width);
    if (constant.signum() > 0) {
      sum = Expr.add(sum, Expr.literal(constant, width, false));
    }
    return bit.isPresent() ? Expr.add(sum, Expr.zeroExtend(bit.get(), width)) : sum;
  }

  private Expr lowBits(Expr bit) {
    return Expr.zeroExtend(Expr.repeat(n, bit), width);
  }

  /// The sign of `x` as a bit.
  private Expr negative() {
    return x.type().signed() ? x.window(x.type().bits() - 1, 1) : Expr.zeros(1);
  }
}
