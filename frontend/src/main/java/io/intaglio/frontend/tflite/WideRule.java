package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.SourceRule;
import org.tensorflow.lite.schema.TensorType;

/// The requantization of 64-bit accumulators, which 16-bit activations have: a multiplier of 16
/// bits and one rounding, half up.
///
/// Source: tensorflow/lite/kernels/internal/common.cc, `MultiplyByQuantizedMultiplier` of
/// `int64_t`.
final class WideRule {
  private static final int GREATEST = 0x7FFF;
  private static final int MOST_SHIFT = 7;

  private WideRule() {}

  static SourceRule of(OperatorSite site, double factor, long zeroPoint, CodeBounds bounds)
      throws OperatorSite.Refused {
    FixedPointMultiplier m = FixedPointMultiplier.of(factor).orElseThrow(() -> site.unfit(factor));
    if (m.shift() > MOST_SHIFT) {
      throw site.unfit(factor);
    }
    long narrow = m.multiplier() < GREATEST << 16 ? (m.multiplier() + (1L << 15)) >> 16 : GREATEST;
    Rational share = Rational.of(narrow).multiply(Rational.powerOfTwo(m.shift() - 15));
    return bounds.halfUp(share, zeroPoint);
  }

  /// Whether the accumulator of a layer has 64 bits: with 16-bit activations, unless the bias has
  /// 32.
  static boolean accumulates(OperatorSite site, FlatTensor x, int bias) {
    return x.type() == TensorType.INT16 && site.type(bias) != TensorType.INT32;
  }

  /// Demands that 16-bit codes have no zero point, which their kernels do not read.
  static void demandSymmetric(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    if (x.type() == TensorType.INT16 && site.perTensor(x).zeroPoint() != 0) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "'" + x.name() + "' is int16 with the zero point " + site.perTensor(x).zeroPoint(),
          "the runtime demands 0");
    }
  }

  /// The type of an operator's 8-bit or 16-bit activations. Of 16 bits TFLM's kernels alone are
  /// read: TFLite's own round otherwise, by options of the file.
  static byte activations(OperatorSite site) throws OperatorSite.Refused {
    if (site.type(0) != TensorType.INT16 && site.type(1) != TensorType.INT16) {
      return site.type(0) == TensorType.UINT8 ? TensorType.UINT8 : TensorType.INT8;
    }
    if (site.profile() != Profile.TFLM && site.profile() != Profile.SINGLE) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "16-bit activations under the profile " + site.profile().id(),
          "use the profile tflm");
    }
    return TensorType.INT16;
  }
}
