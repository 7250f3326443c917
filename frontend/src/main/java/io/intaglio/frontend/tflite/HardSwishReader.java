package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import java.util.function.LongUnaryOperator;

/// HARD_SWISH of int8, `x·clamp(x + 3, 0, 6)/6`, in 16-bit fixed point. XNNPACK does not take it.
///
/// Source: tensorflow/lite/micro/kernels/hard_swish_common.cc; reference/hard_swish.h.
final class HardSwishReader implements OperatorReader {
  /// A multiplier of 16 bits with the power of two that goes with it.
  private record Factor(int multiplier, int exponent) {
    static Factor of(OperatorSite site, float factor) throws OperatorSite.Refused {
      FixedPointMultiplier m =
          FixedPointMultiplier.of(factor).orElseThrow(() -> site.unfit(factor));
      int narrow =
          m.multiplier() >= Integer.MAX_VALUE - (1 << 15)
              ? Short.MAX_VALUE
              : (m.multiplier() + (1 << 15)) >> 16;
      return new Factor(narrow, m.shift());
    }
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.input(0, ActivationTypes.bytes());
    FlatTensor y = site.output(x.type());
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    float fine = 1f / 128 * in.scale();
    Factor output = Factor.of(site, fine / out.scale());
    Factor relu = Factor.of(site, fine / (3f / 32768));
    if (output.exponent() > 0 || output.exponent() < -15 || relu.exponent() > 16) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "scales " + in.scale() + " to " + out.scale(),
          "the runtime demands an output that is not finer than 1/128 of the input");
    }
    UnaryTable.emit(site, x, code(in, out, output, relu));
  }

  private static LongUnaryOperator code(
      Quantization in, Quantization out, Factor output, Factor relu) {
    return q -> {
      int input = (short) ((q - in.zeroPoint()) * (1 << 7));
      int scaled = GemmlowpFixedPoint.multiply16(input, output.multiplier());
      int part = input;
      if (relu.exponent() > 0) {
        part = shiftLeft(part, relu.exponent() - 1);
      }
      part = GemmlowpFixedPoint.multiply16(part, relu.multiplier());
      if (relu.exponent() > 0) {
        part = shiftLeft(part, 1);
      } else if (relu.exponent() < 0) {
        part = GemmlowpFixedPoint.divide(part, Math.min(-relu.exponent(), 31));
      }
      part = (short) ((part + (1 << 15)) >> 1);
      int product = (short) (part * scaled / (1 << 15));
      return GemmlowpFixedPoint.divide(product, -output.exponent()) + out.zeroPoint();
    };
  }

  private static int shiftLeft(int value, int amount) {
    long shifted = (long) value << amount;
    return Math.clamp(shifted, Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
