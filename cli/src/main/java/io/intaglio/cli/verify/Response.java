package io.intaglio.cli.verify;

/// What a design shows just before the rising edge of each cycle, its inputs of that cycle applied.
///
/// @param first the cycle of the first row
/// @param status one byte a row, of the bits below
/// @param words 32-bit words of packed outputs a row
/// @param data `words` a row; undefined bits read as 0
/// @param unknown a set bit for each undefined bit of `data`; empty when the simulator has two
///     states only
@SuppressWarnings("ArrayRecordComponent")
record Response(int first, byte[] status, int words, int[] data, int[] unknown) {
  static final byte IN_READY = 1;
  static final byte OUT_VALID = 2;
  static final byte IN_READY_UNKNOWN = 4;
  static final byte OUT_VALID_UNKNOWN = 8;

  int rows() {
    return status.length;
  }

  boolean knowsUnknown() {
    return unknown.length > 0;
  }
}
