package io.intaglio.sim.eval;

import io.intaglio.ir.real.Exponential;
import io.intaglio.ir.real.Rational;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/// `Σ_d c_d·e^(−d·step)` with integer coefficients, and its sign.
final class ExponentialSum {
  private static final int FIRST_BITS = 128;

  private final TreeMap<Long, BigInteger> coefficients = new TreeMap<>();

  /// Adds `coefficient·e^(−distance·step)`.
  void add(long distance, BigInteger coefficient) {
    coefficients.merge(distance, coefficient, BigInteger::add);
  }

  /// The sign of the sum for a positive `step`. It is 0 only if all coefficients are: exponentials
  /// of different rational numbers are linearly independent over the rationals (Lindemann and
  /// Weierstrass). So bounds of it, narrowed, leave 0 on one side at last.
  ///
  /// The greatest exponential is divided out first. Without that a sum whose greatest terms cancel
  /// would take as many bits as the others are small, and they may be `e^(−10^30)`.
  int signum(Rational step) {
    coefficients.values().removeIf(coefficient -> coefficient.signum() == 0);
    if (coefficients.isEmpty()) {
      return 0;
    }
    for (int bits = FIRST_BITS; ; bits *= 2) {
      BigInteger sum = BigInteger.ZERO;
      BigInteger error = BigInteger.ZERO;
      for (Map.Entry<Long, BigInteger> term : coefficients.entrySet()) {
        long distance = term.getKey() - coefficients.firstKey();
        Rational exponent = step.multiply(Rational.of(-distance));
        sum = sum.add(term.getValue().multiply(Exponential.of(exponent, bits)));
        error = error.add(distance == 0 ? BigInteger.ZERO : term.getValue().abs());
      }
      if (sum.abs().compareTo(error) >= 0 && sum.signum() != 0) {
        return sum.signum();
      }
    }
  }
}
