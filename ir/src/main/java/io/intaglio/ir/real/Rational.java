package io.intaglio.ir.real;

import java.math.BigInteger;

/// An exact rational number in lowest terms with a positive denominator.
public final class Rational implements Comparable<Rational> {
  public static final Rational ZERO = of(0);
  public static final Rational ONE = of(1);

  private final BigInteger num;
  private final BigInteger den;

  private Rational(BigInteger num, BigInteger den) {
    this.num = num;
    this.den = den;
  }

  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  public static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  /// A fraction in lowest terms.
  ///
  /// @throws ArithmeticException if `den` is zero
  public static Rational of(BigInteger num, BigInteger den) {
    if (den.signum() == 0) {
      throw new ArithmeticException("denominator zero");
    }
    if (den.signum() < 0) {
      num = num.negate();
      den = den.negate();
    }
    BigInteger gcd = num.gcd(den);
    return gcd.equals(BigInteger.ONE)
        ? new Rational(num, den)
        : new Rational(num.divide(gcd), den.divide(gcd));
  }

  /// The exact value of a finite `double` (hence of a `float`).
  ///
  /// @throws ArithmeticException if it is not finite
  public static Rational of(double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(value + " is not a number");
    }
    if (value == 0) {
      return ZERO;
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    long bits = Double.doubleToRawLongBits(value);
    long mantissa = bits & ((1L << 52) - 1);
    if (Math.getExponent(value) >= Double.MIN_EXPONENT) {
      mantissa |= 1L << 52;
    }
    int zeros = Long.numberOfTrailingZeros(mantissa);
    mantissa >>= zeros;
    return powerOfTwo(exponent + zeros).multiply(of(bits < 0 ? -mantissa : mantissa));
  }

  /// `2^exponent`.
  public static Rational powerOfTwo(int exponent) {
    BigInteger power = BigInteger.ONE.shiftLeft(Math.abs(exponent));
    return exponent >= 0 ? of(power) : new Rational(BigInteger.ONE, power);
  }

  /// Reads `3`, `-3/8`, `2^-10`, `5*2^-3`.
  ///
  /// @throws NumberFormatException if it is none of these
  public static Rational parse(String text) {
    int star = text.indexOf("*2^");
    if (star >= 0) {
      return parse(text.substring(0, star)).multiply(parse(text.substring(star + 1)));
    }
    try {
      if (text.startsWith("2^")) {
        return powerOfTwo(exponent(text));
      }
      int slash = text.indexOf('/');
      return slash < 0
          ? of(new BigInteger(text))
          : of(new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
    } catch (NumberFormatException | ArithmeticException e) {
      String reason = e instanceof ArithmeticException ? ": " + e.getMessage() : "";
      String message = "'" + text + "' is no number like 3, 2^-10, 5*2^-3 or 1/255" + reason;
      NumberFormatException wrong = new NumberFormatException(message);
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static int exponent(String power) {
    int exponent = Integer.parseInt(power.substring(2));
    if (Math.abs(exponent) > 4096) {
      throw new ArithmeticException("exponent out of range");
    }
    return exponent;
  }

  public BigInteger num() {
    return num;
  }

  public BigInteger den() {
    return den;
  }

  public int signum() {
    return num.signum();
  }

  public boolean isInteger() {
    return den.equals(BigInteger.ONE);
  }

  /// Whether this is an integer times a power of two.
  public boolean isDyadic() {
    return den.bitCount() == 1;
  }

  /// `k` when this is exactly `2^k`.
  public java.util.OptionalInt log2() {
    if (num.signum() > 0 && num.bitCount() == 1 && den.bitCount() == 1) {
      return java.util.OptionalInt.of(num.bitLength() - den.bitLength());
    }
    return java.util.OptionalInt.empty();
  }

  public Rational negate() {
    return new Rational(num.negate(), den);
  }

  public Rational abs() {
    return num.signum() < 0 ? negate() : this;
  }

  public Rational add(Rational other) {
    // An integer keeps the denominator, and the fraction in lowest terms.
    if (other.isInteger()) {
      return new Rational(num.add(other.num.multiply(den)), den);
    }
    if (isInteger()) {
      return other.add(this);
    }
    if (den.equals(other.den)) {
      return of(num.add(other.num), den);
    }
    return of(num.multiply(other.den).add(other.num.multiply(den)), den.multiply(other.den));
  }

  public Rational subtract(Rational other) {
    return add(other.negate());
  }

  public Rational multiply(Rational other) {
    if (signum() == 0 || other.equals(ONE)) {
      return this;
    }
    if (other.signum() == 0 || equals(ONE)) {
      return other;
    }
    return of(num.multiply(other.num), den.multiply(other.den));
  }

  /// `this / other`.
  ///
  /// @throws ArithmeticException if `other` is zero
  public Rational divide(Rational other) {
    return of(num.multiply(other.den), den.multiply(other.num));
  }

  public Rational min(Rational other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Rational max(Rational other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// The greatest integer not above this.
  public BigInteger floor() {
    BigInteger[] parts = num.divideAndRemainder(den);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  public BigInteger ceil() {
    return negate().floor().negate();
  }

  /// The nearest `double`, for display only.
  public double toDouble() {
    int excess = Math.max(num.bitLength(), den.bitLength()) - 1000;
    if (excess <= 0) {
      return num.doubleValue() / den.doubleValue();
    }
    return num.shiftRight(excess).doubleValue() / den.shiftRight(excess).doubleValue();
  }

  @Override
  public int compareTo(Rational other) {
    return den.equals(other.den)
        ? num.compareTo(other.num)
        : num.multiply(other.den).compareTo(other.num.multiply(den));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rational r && num.equals(r.num) && den.equals(r.den);
  }

  @Override
  public int hashCode() {
    return num.hashCode() * 31 + den.hashCode();
  }

  /// A form that [#parse(String)] reads: `3`, `5*2^-3`, `2^-10`, `1/3`.
  @Override
  public String toString() {
    if (isInteger()) {
      return num.toString();
    }
    if (isDyadic()) {
      String power = "2^-" + (den.bitLength() - 1);
      return num.equals(BigInteger.ONE) ? power : num + "*" + power;
    }
    return num + "/" + den;
  }
}
