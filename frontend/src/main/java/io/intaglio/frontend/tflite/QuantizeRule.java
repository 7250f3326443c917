package io.intaglio.frontend.tflite;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;

/// How QUANTIZE rounds.
///
/// Source: tensorflow/lite/kernels/internal/reference/quantize.h, requantize.h; XNNPACK
/// microparams-init.c `xnn_init_qs8_cvt_scalar_params`, `xnn_init_f32_qs8_cvt_scalar_params`; of 16
/// bits optimized/optimized_ops.h `AffineQuantize`.
final class QuantizeRule {
  /// XNNPACK converts codes with a multiplier of eight fraction bits.
  private static final int FRACTION_BITS = 8;

  /// How many 16-bit codes are made at once.
  static final int WORDS_AT_ONCE = 8;

  private QuantizeRule() {}

  /// From code to code: of `q − z_in`.
  ///
  /// @param delegated whether XNNPACK does it
  static SourceRule of(
      OperatorSite site, Quantization in, Quantization out, IntType type, boolean delegated)
      throws OperatorSite.Refused {
    if (!delegated) {
      double factor = (double) in.scale() / (double) out.scale();
      return site.requantization(factor, out.zeroPoint(), CodeBounds.of(type));
    }
    double factor = Math.rint(Math.scalb(in.scale() / out.scale(), FRACTION_BITS));
    Rational share = Rational.of(factor).multiply(Rational.powerOfTwo(-FRACTION_BITS));
    return CodeBounds.of(type).halfUp(share, out.zeroPoint());
  }

  /// From float32 numbers to their codes. Of 16 bits LiteRT's optimized kernel takes eight at a
  /// time and multiplies by the inverse as XNNPACK does; what is left over it divides.
  static Encoding ofFloat(Profile profile, Quantization q, IntType type, long elements) {
    return profile == Profile.XNNPACK && (type.bits() == 8 || elements % WORDS_AT_ONCE == 0)
        ? new Encoding.ReciprocalQuantize(1f / q.scale(), q.zeroPoint(), type.min(), type.max())
        : new Encoding.AffineQuantize(
            q.scale(), q.zeroPoint(), type.min(), type.max(), Rounding.HALF_AWAY);
  }
}
