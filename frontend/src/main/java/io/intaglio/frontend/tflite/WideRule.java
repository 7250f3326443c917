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

  /// Whether the accumulator of a layer with 16-bit activations has 64 bits. TFLite's kernels take
  /// the option's word for it, and 64 bits for its silence; the interpreter for microcontrollers
  /// looks at the bias first.
  ///
  /// @param stated the option `quantized_bias_type`
  static boolean accumulates(OperatorSite site, int bias, byte stated) throws OperatorSite.Refused {
    byte type = site.type(bias);
    if (site.profile().isMicro()) {
      return (site.has(bias) ? type : stated) != TensorType.INT32;
    }
    byte read = stated == TensorType.FLOAT32 ? TensorType.INT64 : stated;
    boolean known = read == TensorType.INT64 || read == TensorType.INT32;
    if (!known || (site.has(bias) && type != read)) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "a bias of "
              + OperatorSite.type(type)
              + " with 16-bit activations, the option quantized_bias_type being "
              + OperatorSite.type(stated),
          "the runtime reads "
              + OperatorSite.type(known ? read : TensorType.INT64)
              + "; convert the model again");
    }
    return read == TensorType.INT64;
  }

  /// Demands that the bias of a layer with 16-bit activations has 64 bits, whatever the options.
  static void demandLongBias(OperatorSite site, FlatTensor x, int bias)
      throws OperatorSite.Refused {
    if (x.type() == TensorType.INT16 && site.type(bias) == TensorType.INT32) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "a bias of 32 bits with 16-bit activations",
          "the runtime demands 64 bits");
    }
  }

  /// Why weights of 4 bits have no meaning with 16-bit activations.
  static OperatorSite.Refused packed(OperatorSite site) {
    return site.refused(
        Code.IMP_UNSUPPORTED_FORM,
        "weights of 4 bits with 16-bit activations",
        "this runtime does not unpack them: store weights of 8 bits");
  }

  /// Demands that 16-bit codes have no zero point, which their kernels do not read.
  static void demandSymmetric(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    if (x.type() == TensorType.INT16) {
      demandNoZeroPoint(site, x);
    }
  }

  /// Demands that codes which meet 16-bit ones have no zero point.
  static void demandNoZeroPoint(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    long zeroPoint = site.perTensor(x).zeroPoint();
    if (zeroPoint != 0) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "'" + x.name() + "' has the zero point " + zeroPoint + " in arithmetic of int16",
          "the runtime demands 0");
    }
  }

  /// The type of an operator's 8-bit or 16-bit activations.
  static byte activations(OperatorSite site) {
    boolean words = site.type(0) == TensorType.INT16 || site.type(1) == TensorType.INT16;
    boolean legacy = site.type(0) == TensorType.UINT8;
    return words ? TensorType.INT16 : legacy ? TensorType.UINT8 : TensorType.INT8;
  }
}
