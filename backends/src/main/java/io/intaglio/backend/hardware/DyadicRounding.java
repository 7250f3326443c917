package io.intaglio.backend.hardware;

import io.intaglio.ir.real.Rounding;

/// `x/2^n` rounded, on bounds of intervals.
final class DyadicRounding {
  private DyadicRounding() {}

  /// Rounds for `1 <= n <= 62`; every mode is monotone, so bounds round to bounds.
  static long round(long x, int n, Rounding mode) {
    long floor = x >> n;
    long rest = x - (floor << n);
    if (rest == 0) {
      return floor;
    }
    int half = Long.compare(rest, 1L << (n - 1));
    boolean up =
        switch (mode) {
          case FLOOR -> false;
          case CEIL -> true;
          case TOWARD_ZERO -> x < 0;
          case AWAY_FROM_ZERO -> x >= 0;
          case HALF_EVEN -> half > 0 || (half == 0 && (floor & 1) == 1);
          case HALF_UP -> half >= 0;
          case HALF_AWAY -> half > 0 || (half == 0 && x >= 0);
          case HALF_TOWARD_ZERO -> half > 0 || (half == 0 && x < 0);
        };
    return up ? floor + 1 : floor;
  }
}
