package io.intaglio.cli.verify;

import java.util.Arrays;

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

  /// The rows from one cycle up to another.
  Response window(int from, int end) {
    int row = from - first;
    int last = end - first;
    return new Response(
        from,
        Arrays.copyOfRange(status, row, last),
        words,
        Arrays.copyOfRange(data, row * words, last * words),
        knowsUnknown() ? Arrays.copyOfRange(unknown, row * words, last * words) : unknown);
  }

  boolean knowsUnknown() {
    return unknown.length > 0;
  }
}
