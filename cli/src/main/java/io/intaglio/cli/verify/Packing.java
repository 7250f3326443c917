package io.intaglio.cli.verify;

import io.intaglio.ir.type.IntType;
import java.util.List;

/// Integers packed into 32-bit words: element 0 in the least significant bits of word 0, no gaps,
/// each element in two's complement of its own width.
final class Packing {
  /// Simulators see every packed vector as one of at least this many words, so that each takes the
  /// form of a wide vector.
  private static final int LEAST_WORDS = 3;

  private final List<IntType> types;
  private final int[] offsets;

  private Packing(List<IntType> types) {
    this.types = List.copyOf(types);
    this.offsets = new int[types.size() + 1];
    for (int i = 0; i < types.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], types.get(i).bits());
    }
  }

  static Packing of(List<IntType> types) {
    return new Packing(types);
  }

  int elements() {
    return types.size();
  }

  IntType type(int element) {
    return types.get(element);
  }

  int offset(int element) {
    return offsets[element];
  }

  int bits() {
    return offsets[types.size()];
  }

  /// Words a vector takes, unused ones at the end included.
  int words() {
    return Math.max(LEAST_WORDS, (bits() + 31) / 32);
  }

  /// Writes one element; its bits in `words` must be clear.
  ///
  /// @param at index of the vector's word 0
  void put(int[] words, int at, int element, long value) {
    IntType type = types.get(element);
    if (!type.contains(value)) {
      throw new IllegalArgumentException(value + " is not a " + type);
    }
    int offset = offsets[element];
    int left = type.bits();
    long rest = value;
    while (left > 0) {
      int shift = offset % 32;
      int taken = Math.min(left, 32 - shift);
      long piece = rest & ((1L << taken) - 1);
      words[at + offset / 32] |= (int) (piece << shift);
      rest >>= taken;
      offset += taken;
      left -= taken;
    }
  }

  /// Reads one element.
  long get(int[] words, int at, int element) {
    IntType type = types.get(element);
    long bits = 0;
    for (int i = type.bits() - 1; i >= 0; i--) {
      bits = (bits << 1) | bit(words, at, offsets[element] + i);
    }
    int unused = 64 - type.bits();
    return type.signed() ? bits << unused >> unused : bits;
  }

  /// Whether any bit of the element is set.
  boolean any(int[] words, int at, int element) {
    for (int i = offsets[element]; i < offsets[element + 1]; i++) {
      if (bit(words, at, i) != 0) {
        return true;
      }
    }
    return false;
  }

  static int bit(int[] words, int at, int index) {
    return words[at + index / 32] >>> (index % 32) & 1;
  }
}
