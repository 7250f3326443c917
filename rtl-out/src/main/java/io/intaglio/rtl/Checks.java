package io.intaglio.rtl;

import java.util.Locale;

/// What specs and expressions demand of their parts.
final class Checks {
  private Checks() {}

  /// @param message as for `String.format`
  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }

  static void width(int width, Object what) {
    require(width >= 1, "%s has %d bits; at least 1 is needed", what, width);
  }

  static void sameWidth(String operator, Expr a, Expr b) {
    require(
        a.width() == b.width(),
        "'%s' of %d and %d bits: %s, %s",
        operator,
        a.width(),
        b.width(),
        a,
        b);
  }
}
