package io.intaglio.ir.edge;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;

/// How a head's last real number becomes an input code. `code` is what the graph's input holds.
public sealed interface Encoding {
  /// `code = R(clamp(x/scale + zeroPoint, lo, hi))`, division and sum rounded to the promoted type.
  /// In `R` too: `HALF_UP` is `⌊v + 0.5⌋`, `HALF_AWAY` is `sign·⌊|v| + 0.5⌋`, `HALF_TOWARD_ZERO` is
  /// `sign·⌈|v| − 0.5⌉`, and the sum rounds.
  record Quantize(
      FloatTensor scale, FloatTensor zeroPoint, IntTensor lo, IntTensor hi, Rounding rounding)
      implements Encoding {}

  /// `code = R(x/scale) + k·(hi − lo + 1)` with the integer `k` that brings it into `lo..hi`, the
  /// division rounded to the promoted type and `R` as above: fixed point that wraps. `hi − lo + 1`
  /// is a power of two.
  record WrapQuantize(FloatTensor scale, IntTensor lo, IntTensor hi, Rounding rounding)
      implements Encoding {}

  /// `code = +1` if `x >= 0`, else `−1`.
  record Bipolar() implements Encoding {}

  /// The only code of the input's type and range that `x` stands for: `x/step` if the step is a
  /// power of two, else the `k` with `fl(k·step) = x`, where `fl` rounds to the type of `x`. A
  /// number that stands for none or for several is an error, and one outside the type too unless
  /// `saturate`.
  record Grid(RationalTensor step, boolean saturate) implements Encoding {
    public static Grid of(Rational step) {
      return new Grid(RationalTensor.scalar(step), false);
    }
  }

  /// `code = clamp(R(x/scale) + zeroPoint, lo, hi)`, the division rounded to float32: TFLite's
  /// QUANTIZE of a float input.
  record AffineQuantize(float scale, long zeroPoint, long lo, long hi, Rounding rounding)
      implements Encoding {}

  /// `code = clamp(RNE(x·factor) + zeroPoint, lo, hi)`, the product rounded to float32: XNNPACK's
  /// QUANTIZE of a float input, where `factor` is the reciprocal of the scale in float32.
  record ReciprocalQuantize(float factor, long zeroPoint, long lo, long hi) implements Encoding {}
}
