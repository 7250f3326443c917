package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.rule.TfliteMultiply;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.tensorflow.lite.schema.TensorType;

/// LOGISTIC and TANH of int8: gemmlowp's fixed point with a cut-off radius in TFLM, tables of
/// float32 values in TFLite's kernels. Of int16: an interpolated table in all of them, but
/// gemmlowp's fixed point of 16 bits in the optimized ones where the scale is a power of two.
///
/// Source: tensorflow/lite/micro/kernels/logistic_common.cc, tanh.cc with
/// reference/integer_ops/logistic.h, tanh.h; kernels/activations.cc `LUTPopulate`.
final class SigmoidReader implements OperatorReader {
  private static final int INTEGER_BITS = 4;

  private final boolean tangent;

  private SigmoidReader(boolean tangent) {
    this.tangent = tangent;
  }

  static SigmoidReader logistic() {
    return new SigmoidReader(false);
  }

  static SigmoidReader tangent() {
    return new SigmoidReader(true);
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.quantizedInput(0);
    FlatTensor y = site.output(x.type());
    if (x.type() == TensorType.INT16) {
      words(site, x, y);
      return;
    }
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    float step = tangent ? 1f / 128 : 1f / 256;
    // As it lies between the ends of the type: at the least code, or in the middle.
    long zeroPoint = site.codeType(y).min() + (tangent ? 128 : 0);
    if (out.scale() != step || out.zeroPoint() != zeroPoint) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the output has scale " + out.scale() + " and zero point " + out.zeroPoint(),
          "the runtime demands " + step + " and " + zeroPoint);
    }
    boolean micro = site.profile().isMicro();
    boolean fixedPoint = micro && x.type() == TensorType.INT8;
    UnaryTable.emit(site, x, fixedPoint ? byFixedPoint(site, in) : byFloat32(in, out));
  }

  /// All profiles alike, but for powers of two in the default runtime.
  private void words(OperatorSite site, FlatTensor x, FlatTensor y) throws OperatorSite.Refused {
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    if (in.zeroPoint() != 0 || out.zeroPoint() != 0 || !WordSigmoid.isNearly(out.scale(), -15)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the zero points are "
              + in.zeroPoint()
              + " and "
              + out.zeroPoint()
              + ", the output has scale "
              + out.scale(),
          "the runtime demands zero points of 0 and a scale of 2^-15 for 16 bits");
    }
    Optional<LongUnaryOperator> code =
        site.profile() == Profile.XNNPACK
            ? GemmlowpWords.of(tangent, in.scale()).or(() -> WordSigmoid.of(tangent, in.scale()))
            : WordSigmoid.of(tangent, in.scale());
    UnaryTable.emit(site, x, code.orElseThrow(() -> site.unfit(in.scale())));
  }

  private LongUnaryOperator byFloat32(Quantization in, Quantization out) {
    float inverse = 1 / out.scale();
    return q -> {
      float real = in.scale() * (q - in.zeroPoint());
      float value = tangent ? (float) StrictMath.tanh((double) real) : 1f / (1f + Expf.of(-real));
      float scaled = value * inverse;
      return (long) TfLiteRound.of(scaled) + out.zeroPoint();
    };
  }

  private LongUnaryOperator byFixedPoint(OperatorSite site, Quantization in)
      throws OperatorSite.Refused {
    double factor = (double) in.scale() * (1 << (31 - INTEGER_BITS));
    FixedPointMultiplier m = FixedPointMultiplier.of(factor).orElseThrow(() -> site.unfit(factor));
    if (m.shift() < 0) {
      throw site.unfit(factor);
    }
    long radius =
        (long)
            Math.floor(
                ((1 << INTEGER_BITS) - 1)
                    * (double) (1L << (31 - INTEGER_BITS))
                    / (1L << m.shift()));
    TfliteMultiply rule =
        new TfliteMultiply(
            site.profile().variant(),
            m.multiplier(),
            m.shift(),
            0,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE);
    return q -> {
      long x = q - in.zeroPoint();
      if (Math.abs(x) >= radius) {
        return x < 0 ? -128 : 127;
      }
      int input = (int) rule.multiply(x);
      return tangent
          ? GemmlowpFixedPoint.divide(GemmlowpFixedPoint.hyperbolicTangent(input), 24)
          : GemmlowpFixedPoint.divide(GemmlowpFixedPoint.logistic(input), 23) - 128;
    };
  }
}
