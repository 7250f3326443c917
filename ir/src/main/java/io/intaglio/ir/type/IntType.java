package io.intaglio.ir.type;

import java.math.BigInteger;

/// The declared type of an integer tensor: two's complement `s<bits>` or unsigned `u<bits>`.
///
/// `u0` holds only zero. At most 63 bits, so that every value of every type is a Java `long`.
public record IntType(boolean signed, int bits) {
  public static final int MAX_BITS = 63;

  public IntType {
    if (bits < (signed ? 1 : 0) || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "integer type of " + bits + " bits; allowed are u0..u63 and s1..s63");
    }
  }

  public static IntType signed(int bits) {
    return new IntType(true, bits);
  }

  public static IntType unsigned(int bits) {
    return new IntType(false, bits);
  }

  /// The narrowest type that holds `lo` and `hi`; unsigned when `lo >= 0`.
  ///
  /// @throws IllegalArgumentException if 63 bits do not suffice
  public static IntType holding(long lo, long hi) {
    if (lo > hi) {
      throw new IllegalArgumentException("empty interval [" + lo + ", " + hi + "]");
    }
    if (lo >= 0) {
      return unsigned(64 - Long.numberOfLeadingZeros(hi));
    }
    long widest = Math.max(~lo, hi < 0 ? ~hi : hi);
    return signed(65 - Long.numberOfLeadingZeros(widest));
  }

  /// As [#holding(long, long)], for bounds that may not be a `long`.
  ///
  /// @throws IllegalArgumentException if 63 bits do not suffice
  public static IntType holding(BigInteger lo, BigInteger hi) {
    if (lo.bitLength() > MAX_BITS || hi.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException(
          "interval [" + lo + ", " + hi + "] needs more than " + MAX_BITS + " bits");
    }
    return holding(lo.longValueExact(), hi.longValueExact());
  }

  public long min() {
    return signed ? -(1L << (bits - 1)) : 0;
  }

  public long max() {
    return signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
  }

  public boolean contains(long value) {
    return value >= min() && value <= max();
  }

  /// Reads `s8`, `u5`.
  public static IntType parse(String text) {
    if (!text.matches("[su](0|[1-9][0-9]?)")) {
      throw new IllegalArgumentException("not an integer type: '" + text + "' (as in s8, u5)");
    }
    return new IntType(text.charAt(0) == 's', Integer.parseInt(text.substring(1)));
  }

  @Override
  public String toString() {
    return (signed ? "s" : "u") + bits;
  }
}
