package io.intaglio.frontend.keras.quantizer;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import java.util.Optional;

/// QKeras's powers of two: the exponent that stands for a magnitude.
///
/// Exponents lie in `[−2^n, 2^n − 1]` with `n` one less than the bits without the sign, and one
/// less again if `max_value` is absent or above 1. A magnitude rounds to the power nearest in
/// logarithm, so the steps lie at `√2·2^k`, or with `log2_rounding` `floor` at `2^k`.
///
/// Source: qkeras/quantizers.py, `_clip_power_of_two`, `_get_min_max_exponents`.
record PowerOfTwo(int min, int max, double bound, boolean floor, boolean quadratic) {
  /// Magnitudes below stand for zero.
  static final float EPSILON = 1e-7f;

  /// @param bits without the sign
  static PowerOfTwo of(QuantizerConfig config, int bits) {
    Optional<Float> most = config.number("max_value");
    int n = bits - (most.isEmpty() || most.get() > 1 ? 1 : 0);
    if (n < 0 || n > 5) {
      throw new IllegalArgumentException(config.kind() + " of " + bits + " bits");
    }
    boolean quadratic = config.flag("quadratic_approximation", false);
    int max = (1 << n) - 1;
    return new PowerOfTwo(
        -(1 << n),
        quadratic ? max / 2 * 2 : max,
        most.map(Float::doubleValue).orElse(Double.POSITIVE_INFINITY),
        config.config().path("log2_rounding").asString("rnd").equals("floor"),
        quadratic);
  }

  /// The exponent of a float32 magnitude.
  int exponent(double magnitude) {
    if (magnitude < EPSILON) {
      return min;
    }
    double v = Math.min(magnitude, bound);
    int e = Math.getExponent(v);
    boolean power = v == Math.scalb(1.0, e);
    int rounded;
    if (quadratic) {
      int half = Math.floorDiv(e, 2);
      boolean odd = Math.floorMod(e, 2) == 1;
      rounded = floor || !odd ? half : power ? (int) Math.rint(e / 2.0) : half + 1;
      return 2 * Math.clamp(rounded, min, max);
    }
    // v is a float32, so that its square is exact.
    rounded = !floor && v * v > Math.scalb(1.0, 2 * e + 1) ? e + 1 : e;
    return Math.clamp(rounded, min, max);
  }

  /// The greatest exponent that a magnitude can have.
  int greatest() {
    return Double.isInfinite(bound) ? max : exponent((float) bound);
  }

  /// Where the exponent steps from `e` to `e + 1`.
  Surd step(int e) {
    return floor
        ? Surd.of(Rational.powerOfTwo(e + 1))
        : Surd.sqrt(Rational.of(2)).multiply(Rational.powerOfTwo(e));
  }
}
