package io.intaglio.frontend.keras.quantizer;

import io.intaglio.ir.real.Rational;

/// The fixed-point format of `quantized_bits`: `bits` in all, `integer` of them before the point,
/// one more for the sign if there is one.
record BitFormat(int bits, int integer, boolean signed, boolean symmetric) {
  static BitFormat of(QuantizerConfig config) {
    int bits = config.integer("bits", 8);
    if (bits < 1 || bits > 32) {
      throw new IllegalArgumentException(bits + " bits");
    }
    return new BitFormat(
        bits,
        config.integer("integer", 0),
        config.flag("keep_negative", true),
        config.flag("symmetric", false));
  }

  /// Whether the only codes are the two signs.
  boolean isSign() {
    return signed && bits == 1;
  }

  /// Bits behind the point.
  int fraction() {
    return bits - (signed ? 1 : 0) - integer;
  }

  Rational step() {
    return Rational.powerOfTwo(-fraction());
  }

  long lo() {
    return signed ? -(1L << (bits - 1)) + (symmetric ? 1 : 0) : 0;
  }

  long hi() {
    return (1L << (signed ? bits - 1 : bits)) - 1;
  }

  /// `clip(RNE(x·2^fraction), lo, hi)`: scaling by a power of two is exact.
  long code(double x) {
    return (long) Math.clamp(Math.rint(Math.scalb(x, fraction())), (double) lo(), (double) hi());
  }
}
