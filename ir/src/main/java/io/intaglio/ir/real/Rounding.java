package io.intaglio.ir.real;

import java.math.BigInteger;

/// How a real becomes an integer. Names say what happens to a tie; the directed modes have none.
public enum Rounding {
  /// Toward −∞.
  FLOOR,
  /// Toward +∞.
  CEIL,
  /// Toward zero.
  TOWARD_ZERO,
  /// Away from zero, also between ties (QONNX `UP`).
  AWAY_FROM_ZERO,
  /// To nearest, ties to even (IEEE 754, QONNX `ROUND`).
  HALF_EVEN,
  /// To nearest, ties toward +∞ (`AP_RND`).
  HALF_UP,
  /// To nearest, ties away from zero (QONNX `HALF_UP`).
  HALF_AWAY,
  /// To nearest, ties toward zero (QONNX `HALF_DOWN`).
  HALF_TOWARD_ZERO;

  /// Rounds exactly.
  public BigInteger round(Surd value) {
    BigInteger floor = value.floor();
    Surd rest = value.subtract(Surd.of(Rational.of(floor)));
    if (rest.signum() == 0) {
      return floor;
    }
    int half = rest.multiply(Rational.of(2)).compareTo(Rational.ONE);
    boolean positive = floor.signum() >= 0;
    boolean up =
        switch (this) {
          case FLOOR -> false;
          case CEIL -> true;
          case TOWARD_ZERO -> !positive;
          case AWAY_FROM_ZERO -> positive;
          case HALF_EVEN -> half > 0 || (half == 0 && floor.testBit(0));
          case HALF_UP -> half >= 0;
          case HALF_AWAY -> half > 0 || (half == 0 && positive);
          case HALF_TOWARD_ZERO -> half > 0 || (half == 0 && !positive);
        };
    return up ? floor.add(BigInteger.ONE) : floor;
  }
}
