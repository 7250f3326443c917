package io.intaglio.cli.verify;

import java.util.Arrays;

/// What is driven into a design, cycle by cycle: control bits and the packed inputs, applied while
/// the clock is low before the rising edge of their cycle.
///
/// @param control one byte a cycle, of [#RESET], [#IN_VALID] and [#OUT_READY]
/// @param words 32-bit words of packed inputs a cycle
/// @param data `words` a cycle
/// @param recordFrom the first cycle whose response is wanted
@SuppressWarnings("ArrayRecordComponent")
record Stimulus(byte[] control, int words, int[] data, int recordFrom) {
  static final byte RESET = 1;
  static final byte IN_VALID = 2;
  static final byte OUT_READY = 4;

  int cycles() {
    return control.length;
  }

  /// The first cycles of it, to be recorded from `first` on.
  Stimulus window(int first, int cycles) {
    byte[] shorter = Arrays.copyOf(control, cycles);
    return new Stimulus(shorter, words, Arrays.copyOf(data, cycles * words), first);
  }
}
