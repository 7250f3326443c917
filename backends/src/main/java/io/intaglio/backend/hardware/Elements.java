package io.intaglio.backend.hardware;

import io.intaglio.ir.Value;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;

/// The interval of each element of a value. One of a single number is a constant.
@SuppressWarnings("ArrayRecordComponent")
record Elements(long[] lo, long[] hi) {

  /// As the graph says, for what comes from outside.
  static Elements of(Value input) {
    Range range = input.range().broadcastTo(input.shape());
    long[] lo = new long[range.size()];
    long[] hi = new long[range.size()];
    for (int i = 0; i < lo.length; i++) {
      lo[i] = range.lo(i);
      hi[i] = range.hi(i);
    }
    return new Elements(lo, hi);
  }

  int size() {
    return lo.length;
  }

  boolean isConstant(int element) {
    return lo[element] == hi[element];
  }

  boolean allConstant() {
    for (int i = 0; i < lo.length; i++) {
      if (!isConstant(i)) {
        return false;
      }
    }
    return true;
  }

  IntType type(int element) {
    return IntType.holding(lo[element], hi[element]);
  }

  /// Width of the value as a bus.
  long bits() {
    long bits = 0;
    for (int i = 0; i < lo.length; i++) {
      bits += type(i).bits();
    }
    return bits;
  }

  /// Bits of the elements that need a register to be kept.
  int variableBits() {
    int bits = 0;
    for (int i = 0; i < lo.length; i++) {
      bits += isConstant(i) ? 0 : type(i).bits();
    }
    return bits;
  }

  /// The elements of several values one after the other.
  static Elements concatenated(Iterable<Elements> parts) {
    int size = 0;
    for (Elements part : parts) {
      size += part.size();
    }
    long[] lo = new long[size];
    long[] hi = new long[size];
    int at = 0;
    for (Elements part : parts) {
      System.arraycopy(part.lo, 0, lo, at, part.size());
      System.arraycopy(part.hi, 0, hi, at, part.size());
      at += part.size();
    }
    return new Elements(lo, hi);
  }
}
