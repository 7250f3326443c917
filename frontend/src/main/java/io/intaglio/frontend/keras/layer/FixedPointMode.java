package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.real.Rounding;

/// How HGQ's fixed-point formats round, and what becomes of numbers outside.
///
/// @param widens whether one that wraps takes numbers outside as they are: HGQ2 does so with
///     kernels
record FixedPointMode(Rounding rounding, Overflow overflow, boolean widens) {
  /// What becomes of numbers outside.
  enum Overflow {
    WRAP,
    SAT,
    SAT_SYM
  }

  static Rounding rounding(LayerSite site, String name) throws Refused {
    // What is stochastic in training is not so in inference.
    return switch (name.startsWith("S_") ? name.substring(2) : name) {
      case "TRN" -> Rounding.FLOOR;
      case "RND" -> Rounding.HALF_UP;
      case "RND_CONV" -> Rounding.HALF_EVEN;
      case "TRN_ZERO" -> Rounding.TOWARD_ZERO;
      case "RND_ZERO" -> Rounding.HALF_TOWARD_ZERO;
      case "RND_INF" -> Rounding.HALF_AWAY;
      default ->
          throw site.form(
              "a rounding mode besides TRN, RND, RND_CONV, TRN_ZERO, RND_ZERO, RND_INF",
              "use one of these");
    };
  }

  static Overflow overflow(LayerSite site, String name) throws Refused {
    return switch (name) {
      case "WRAP" -> Overflow.WRAP;
      case "SAT" -> Overflow.SAT;
      case "SAT_SYM" -> Overflow.SAT_SYM;
      default -> throw site.form("an overflow mode besides WRAP, SAT, SAT_SYM", "use one of these");
    };
  }
}
