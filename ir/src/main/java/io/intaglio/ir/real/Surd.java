package io.intaglio.ir.real;

import java.math.BigInteger;

/// An exact real `p + r·√d` with rational `p`, `r` and `d >= 0`: what an affine map with one batch
/// normalisation in it can be. Sums and products stay in the form only under one `d`.
///
/// [#sqrt] and [#inverseSqrt] take rational squares out of the root; made by them and by
/// arithmetic, a value is rational exactly when `r == 0`.
public record Surd(Rational p, Rational r, Rational d) implements Comparable<Surd> {
  public static final Surd ZERO = of(Rational.ZERO);
  public static final Surd ONE = of(Rational.ONE);

  public Surd {
    if (d.signum() < 0) {
      throw new ArithmeticException("root of the negative number " + d);
    }
    if (r.signum() == 0) {
      d = Rational.ZERO;
    }
  }

  public static Surd of(Rational value) {
    return new Surd(value, Rational.ZERO, Rational.ZERO);
  }

  public static Surd of(long value) {
    return of(Rational.of(value));
  }

  /// `√value`.
  ///
  /// @throws ArithmeticException if `value` is negative
  public static Surd sqrt(Rational value) {
    Rational root = exactRoot(value);
    return root == null ? new Surd(Rational.ZERO, Rational.ONE, value) : of(root);
  }

  /// `1/√value`.
  ///
  /// @throws ArithmeticException if `value` is not positive
  public static Surd inverseSqrt(Rational value) {
    if (value.signum() <= 0) {
      throw new ArithmeticException("inverse root of " + value);
    }
    return sqrt(value).multiply(Rational.ONE.divide(value));
  }

  private static Rational exactRoot(Rational value) {
    if (value.signum() < 0) {
      throw new ArithmeticException("root of the negative number " + value);
    }
    BigInteger num = value.num().sqrt();
    BigInteger den = value.den().sqrt();
    return num.multiply(num).equals(value.num()) && den.multiply(den).equals(value.den())
        ? Rational.of(num, den)
        : null;
  }

  public boolean isRational() {
    return r.signum() == 0;
  }

  /// Whether [#add] and [#multiply] with `other` stay in the form.
  public boolean compatible(Surd other) {
    return isRational() || other.isRational() || d.equals(other.d);
  }

  /// `this + other`.
  ///
  /// @throws ArithmeticException unless [#compatible]
  public Surd add(Surd other) {
    return new Surd(p.add(other.p), r.add(other.r), commonRoot(other));
  }

  public Surd subtract(Surd other) {
    return add(other.negate());
  }

  public Surd negate() {
    return new Surd(p.negate(), r.negate(), d);
  }

  public Surd multiply(Rational factor) {
    return new Surd(p.multiply(factor), r.multiply(factor), d);
  }

  /// `this · other`.
  ///
  /// @throws ArithmeticException unless [#compatible]
  public Surd multiply(Surd other) {
    Rational root = commonRoot(other);
    return new Surd(
        p.multiply(other.p).add(r.multiply(other.r).multiply(root)),
        p.multiply(other.r).add(r.multiply(other.p)),
        root);
  }

  private Rational commonRoot(Surd other) {
    if (!compatible(other)) {
      throw new ArithmeticException("roots of " + d + " and of " + other.d + " in one value");
    }
    return isRational() ? other.d : d;
  }

  public int signum() {
    int a = p.signum();
    int b = r.signum();
    if (a == 0 || b == 0 || a == b) {
      return a == 0 ? b : a;
    }
    // Opposite signs: |p| against |r|·√d, by squares over a common denominator.
    BigInteger left = p.num().multiply(r.den()).pow(2).multiply(d.den());
    BigInteger right = r.num().multiply(p.den()).pow(2).multiply(d.num());
    int larger = left.compareTo(right);
    return larger == 0 ? 0 : larger > 0 ? a : b;
  }

  /// @throws ArithmeticException unless [#compatible]
  @Override
  public int compareTo(Surd other) {
    return subtract(other).signum();
  }

  public int compareTo(Rational other) {
    return new Surd(p.subtract(other), r, d).signum();
  }

  /// The greatest integer not above this.
  public BigInteger floor() {
    if (isRational()) {
      return p.floor();
    }
    BigInteger guess = floorGuess();
    while (compareTo(Rational.of(guess)) < 0) {
      guess = guess.subtract(BigInteger.ONE);
    }
    while (compareTo(Rational.of(guess.add(BigInteger.ONE))) >= 0) {
      guess = guess.add(BigInteger.ONE);
    }
    return guess;
  }

  /// The floor up to two.
  private BigInteger floorGuess() {
    double root = r.toDouble() * Math.sqrt(d.toDouble());
    double rational = p.toDouble();
    if (Math.abs(root) < 0x1p48 && Math.abs(rational) < 0x1p48) {
      return BigInteger.valueOf((long) Math.floor(rational + root));
    }
    // ⌊r·√d⌋ = ±⌊√(r²d)⌋ up to one.
    BigInteger square = r.multiply(r).multiply(d).floor().sqrt();
    return p.floor().add(r.signum() < 0 ? square.negate() : square);
  }

  /// The nearest `double` or a neighbour, for display and first guesses only.
  public double toDouble() {
    return p.toDouble() + r.toDouble() * Math.sqrt(d.toDouble());
  }

  @Override
  public String toString() {
    return isRational() ? p.toString() : p + "~plus~" + r + "~sqrt~" + d;
  }
}
