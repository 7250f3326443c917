package io.intaglio.ir.lower;

import io.intaglio.ir.real.Rational;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// The greatest rational of which given rationals are integer multiples.
final class CommonStep {
  private CommonStep() {}

  /// Of the numbers that are not zero; zero if all are.
  static Rational of(Stream<Rational> numbers) {
    return numbers.map(Rational::abs).distinct().reduce(Rational.ZERO, CommonStep::of);
  }

  /// `gcd(a, b)`, not negative. In lowest terms it is `gcd` of the numerators over `lcm` of the
  /// denominators.
  static Rational of(Rational a, Rational b) {
    if (a.signum() == 0 || b.signum() == 0) {
      return a.signum() == 0 ? b.abs() : a.abs();
    }
    BigInteger common = a.den().gcd(b.den());
    return Rational.of(a.num().gcd(b.num()), a.den().divide(common).multiply(b.den()));
  }

  /// As [#of(Stream)], but one where all numbers are zero.
  static Rational orOne(Stream<Rational> numbers) {
    Rational step = of(numbers);
    return step.signum() == 0 ? Rational.ONE : step;
  }

  /// `number / step` as a `long`.
  ///
  /// @param wide makes the exception for a quotient beyond 63 bits
  static long multiple(Rational number, Rational step, Function<BigInteger, Refusal> wide) {
    BigInteger quotient = number.divide(step).num();
    if (quotient.bitLength() > 62) {
      throw wide.apply(quotient);
    }
    return quotient.longValueExact();
  }
}
