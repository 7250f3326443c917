package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealUnary.Kind;
import io.intaglio.ir.real.Exponential;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/// A function of rational numbers as codes: `clamp(R(f(x)/step) + zeroPoint)` for the real number
/// `f(x)`, `R` half to even. Bounds of `f(x)` are narrowed until both round to one code.
///
/// They do so at last: the exponential of a rational number other than 0 is transcendental
/// (Lindemann), hence what is made of one here by rational functions is no tie.
///
/// @param a the first parameter of `kind`
/// @param b the second
record CertifiedFunction(Kind kind, Rational a, Rational b) {
  private static final int FIRST_BITS = 64;

  /// Beyond it `e^x` is no code of any float32 step, and `e^−x` none but 0.
  private static final Rational FAR = Rational.of(1000);

  /// A closed interval.
  private record Bounds(Rational lo, Rational hi) {
    static Bounds of(Rational value) {
      return new Bounds(value, value);
    }

    Bounds add(Rational c) {
      return new Bounds(lo.add(c), hi.add(c));
    }

    Bounds times(Rational c) {
      Rational p = lo.multiply(c);
      Rational q = hi.multiply(c);
      return c.signum() < 0 ? new Bounds(q, p) : new Bounds(p, q);
    }

    /// Of numbers greater than 0.
    Bounds inverse() {
      return new Bounds(Rational.ONE.divide(hi), Rational.ONE.divide(lo));
    }
  }

  /// Whether there are bounds for the function.
  static boolean knows(Kind kind) {
    return switch (kind) {
      case ERF, GELU, LOG, SOFTPLUS -> false;
      case ABS,
          CEIL,
          ELU,
          EXP,
          FLOOR,
          HARD_SIGMOID,
          HARD_SWISH,
          ROUND,
          SELU,
          SIGMOID,
          SIGN,
          SOFTSIGN,
          SQRT,
          SWISH,
          TANH ->
          true;
    };
  }

  /// The code of `f(x)`; none where `f` is not defined.
  OptionalLong code(Rational x, Parameters y) {
    for (int bits = FIRST_BITS; ; bits *= 2) {
      Optional<Bounds> value = bounds(x, bits);
      if (value.isEmpty()) {
        return OptionalLong.empty();
      }
      long code = CodeTable.rounded(y, value.get().lo());
      if (code == CodeTable.rounded(y, value.get().hi())) {
        return OptionalLong.of(code);
      }
    }
  }

  private Optional<Bounds> bounds(Rational x, int bits) {
    boolean negative = x.signum() < 0;
    if (kind == Kind.SQRT) {
      return negative ? Optional.empty() : Optional.of(root(x, bits));
    }
    return Optional.of(
        switch (kind) {
          case ABS -> Bounds.of(x.abs());
          case CEIL -> Bounds.of(whole(x, Rounding.CEIL));
          case FLOOR -> Bounds.of(whole(x, Rounding.FLOOR));
          case ROUND -> Bounds.of(whole(x, Rounding.HALF_EVEN));
          case SIGN -> Bounds.of(Rational.of(x.signum()));
          case SOFTSIGN -> Bounds.of(x.divide(Rational.ONE.add(x.abs())));
          case HARD_SIGMOID -> Bounds.of(unit(a.multiply(x).add(b)));
          case HARD_SWISH ->
              Bounds.of(
                  x.multiply(unit(x.multiply(Rational.parse("1/6")).add(Rational.parse("1/2")))));
          case EXP -> exponential(x, bits);
          case ELU -> negative ? decay(x, bits).times(a) : Bounds.of(x);
          case SELU -> (negative ? decay(x, bits).times(a) : Bounds.of(x)).times(b);
          case SIGMOID -> sigmoid(x, bits);
          case SWISH -> sigmoid(x, bits).times(x);
          // 2·σ(2x) − 1
          case TANH -> sigmoid(x.add(x), bits).times(Rational.of(2)).add(Rational.of(-1));
          case SQRT, ERF, GELU, LOG, SOFTPLUS -> throw new AssertionError(kind);
        });
  }

  private static Rational whole(Rational x, Rounding rounding) {
    return Rational.of(rounding.round(Surd.of(x)));
  }

  private static Rational unit(Rational x) {
    return x.signum() < 0 ? Rational.ZERO : x.compareTo(Rational.ONE) > 0 ? Rational.ONE : x;
  }

  /// `√x` between two neighbours on the grid of `2^-bits`, exactly where it lies on it.
  private static Bounds root(Rational x, int bits) {
    Rational unit = Rational.powerOfTwo(-bits);
    BigInteger scaled = x.multiply(Rational.powerOfTwo(2 * bits)).floor();
    BigInteger root = scaled.sqrt();
    Rational lo = Rational.of(root).multiply(unit);
    return lo.multiply(lo).equals(x) ? Bounds.of(lo) : new Bounds(lo, lo.add(unit));
  }

  /// `e^x`, positive bounds; `x` brought to −1000..1000.
  private static Bounds exponential(Rational x, int bits) {
    if (x.signum() == 0) {
      return Bounds.of(Rational.ONE);
    }
    Rational near = x.abs().compareTo(FAR) > 0 ? FAR.multiply(Rational.of(x.signum())) : x;
    // Bits below those that the number's own size takes.
    int finer = bits + 2 * near.abs().floor().intValueExact();
    BigInteger e = Exponential.of(near, finer);
    Rational unit = Rational.powerOfTwo(-finer);
    return new Bounds(
        Rational.of(e.subtract(BigInteger.ONE)).multiply(unit),
        Rational.of(e.add(BigInteger.ONE)).multiply(unit));
  }

  /// `e^x − 1`.
  private static Bounds decay(Rational x, int bits) {
    return exponential(x, bits).add(Rational.of(-1));
  }

  /// `1/(1 + e^−x)`.
  private static Bounds sigmoid(Rational x, int bits) {
    return exponential(x.negate(), bits).add(Rational.ONE).inverse();
  }
}
