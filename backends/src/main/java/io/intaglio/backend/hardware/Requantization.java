package io.intaglio.backend.hardware;

import io.intaglio.ir.real.Rounding;

/// `clamp(R((Σ m[i]·cells[i] + b) / 2^s) + z, lo, hi)`, the shared formula of rescales and
/// combines, for one element.
@SuppressWarnings("ArrayRecordComponent")
record Requantization(long[] m, long b, int s, long z, long lo, long hi, Rounding rounding) {

  int build(Netlist netlist, int[] cells) {
    return netlist.clamp(rounded(netlist, cells), lo, hi);
  }

  private int rounded(Netlist netlist, int[] cells) {
    if (s == 0) {
      return floored(netlist, cells, b);
    }
    return switch (rounding) {
      case FLOOR -> floored(netlist, cells, b);
      case HALF_UP -> floored(netlist, cells, Math.addExact(b, 1L << (s - 1)));
      case CEIL -> floored(netlist, cells, Math.addExact(b, (1L << s) - 1));
      case TOWARD_ZERO, AWAY_FROM_ZERO, HALF_EVEN, HALF_AWAY, HALF_TOWARD_ZERO -> {
        int scaled = new AdderTree(netlist).sum(cells, m, b);
        int shifted = netlist.roundShift(scaled, s, rounding);
        yield new AdderTree(netlist).scaled(shifted, 1, z);
      }
    };
  }

  /// The offset moves before the shift, `⌊t/2^s⌋ + z = ⌊(t + z·2^s)/2^s⌋`, which saves its adder;
  /// and with `2^k` in every multiplier `⌊(2^k·t + b)/2^s⌋ = ⌊(t + ⌊b/2^k⌋)/2^(s−k)⌋`, which drops
  /// bits of `b` that never matter.
  private int floored(Netlist netlist, int[] cells, long offset) {
    int common = s;
    for (long factor : m) {
      common = factor == 0 ? common : Math.min(common, Long.numberOfTrailingZeros(factor));
    }
    long[] reduced = new long[m.length];
    for (int i = 0; i < m.length; i++) {
      reduced[i] = m[i] >> common;
    }
    long before = Math.addExact(offset, Math.multiplyExact(z, Math.powExact(2L, s)));
    int sum = new AdderTree(netlist).sum(cells, reduced, before >> common);
    return netlist.shiftRight(sum, s - common);
  }
}
