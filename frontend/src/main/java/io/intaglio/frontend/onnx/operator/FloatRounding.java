package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rounding;

/// QONNX's rounding functions as NumPy computes them in `type`: `HALF_UP` is
/// `sign(x)·floor(|x| + 0.5)`, where the sum may round.
record FloatRounding(Rounding rounding, FloatType type) {
  /// The integer that `x`, which is within the range of `long`, becomes.
  long round(double x) {
    double magnitude = Math.abs(x);
    double sign = Math.signum(x);
    return (long)
        switch (rounding) {
          case FLOOR -> Math.floor(x);
          case CEIL -> Math.ceil(x);
          case TOWARD_ZERO -> sign * Math.floor(magnitude);
          case AWAY_FROM_ZERO -> sign * Math.ceil(magnitude);
          case HALF_EVEN -> Math.rint(x);
          case HALF_AWAY -> sign * Math.floor(type.round(magnitude + 0.5));
          case HALF_TOWARD_ZERO -> sign * Math.ceil(type.round(magnitude - 0.5));
          case HALF_UP -> throw new AssertionError("QONNX has no rounding of ties toward +∞");
        };
  }
}
