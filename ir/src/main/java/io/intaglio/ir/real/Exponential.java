package io.intaglio.ir.real;

import java.math.BigInteger;

/// The exponential function of rational numbers, to any number of bits.
public final class Exponential {
  /// Halvings until the series gains eight bits a term.
  private static final int SERIES = 8;

  private static final int GUARD = 40;

  private Exponential() {}

  /// An integer less than 1 away from `e^x·2^bits`; that number itself at 0.
  ///
  /// The series of `x/2^k` with `|x/2^k| <= 2^-8`, squared `k` times, in units of `2^-w`. Each
  /// of at most `w` terms loses less than one unit, what the series leaves out another one; a
  /// square doubles the error relative to its number and adds a unit. That is
  /// `2^k·e^max(x, 0)·(w + 2)` units at most, and `w` exceeds `bits` by more; the rest is the
  /// rounding to nearest.
  public static BigInteger of(Rational x, int bits) {
    if (x.signum() == 0) {
      return BigInteger.ONE.shiftLeft(bits);
    }
    Rational magnitude = x.abs();
    int halvings = magnitude.floor().bitLength() + SERIES;
    int growth = x.signum() < 0 ? 0 : 2 * magnitude.floor().intValueExact() + 2;
    int w = bits + halvings + growth + GUARD;
    BigInteger power = series(x.multiply(Rational.powerOfTwo(w - halvings)).floor(), w);
    for (int i = 0; i < halvings; i++) {
      power = power.multiply(power).shiftRight(w);
    }
    return power.shiftRight(w - bits - 1).add(BigInteger.ONE).shiftRight(1);
  }

  private static BigInteger series(BigInteger x, int w) {
    BigInteger sum = BigInteger.ZERO;
    BigInteger term = BigInteger.ONE.shiftLeft(w);
    for (int n = 1; term.signum() != 0; n++) {
      sum = sum.add(term);
      // Toward zero: what is rounded down for ever would never vanish.
      term = term.multiply(x).divide(BigInteger.valueOf(n).shiftLeft(w));
    }
    return sum;
  }
}
