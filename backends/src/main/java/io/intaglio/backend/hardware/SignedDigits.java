package io.intaglio.backend.hardware;

/// The canonical signed digits of a constant: the one form `Σ ±2^k` with the fewest terms in which
/// no two neighbouring bits are both used.
///
/// Bit `k` of [#plus] stands for `+2^k`, of [#minus] for `−2^k`.
record SignedDigits(long plus, long minus) {

  /// The digits of any constant of at most 62 bits.
  static SignedDigits of(long constant) {
    long magnitude = Math.absExact(constant);
    if (magnitude >= 1L << 62) {
      throw new ArithmeticException("constant of more than 62 bits: " + constant);
    }
    long tripled = magnitude + (magnitude << 1);
    // 3·|c| fits the unsigned 64 bits for |c| < 2^62, which is all that the bit logic needs.
    long plus = (tripled & ~magnitude) >>> 1;
    long minus = (magnitude & ~tripled) >>> 1;
    return constant >= 0 ? new SignedDigits(plus, minus) : new SignedDigits(minus, plus);
  }

  int count() {
    return Long.bitCount(plus) + Long.bitCount(minus);
  }
}
