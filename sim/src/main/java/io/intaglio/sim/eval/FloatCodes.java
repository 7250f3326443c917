package io.intaglio.sim.eval;

import io.intaglio.ir.type.IntType;

/// Rounding of floating-point numbers to codes.
final class FloatCodes {
  private FloatCodes() {}

  /// Half to even, then clamped to a type of at most 32 bits.
  static long even(float number, IntType type) {
    return (long) Math.min(Math.max(Math.rint(number), (double) type.min()), (double) type.max());
  }

  /// Half to even, then moved by an integer, then clamped.
  static long evenThen(float number, long offset, IntType type) {
    return clamped(Math.rint(number), offset, type);
  }

  /// Half away from zero, then moved by an integer, then clamped.
  static long awayThen(float number, long offset, IntType type) {
    double magnitude = Math.abs((double) number);
    double whole = Math.floor(magnitude);
    double rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
    return clamped(Math.copySign(rounded, number), offset, type);
  }

  private static long clamped(double whole, long offset, IntType type) {
    double far = 1L << 40;
    long near = (long) Math.min(Math.max(whole, -far), far);
    return Math.min(Math.max(near + offset, type.min()), type.max());
  }
}
