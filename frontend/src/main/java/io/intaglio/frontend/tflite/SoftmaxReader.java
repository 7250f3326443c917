package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.TensorType;

/// SOFTMAX along the last axis: of int8 gemmlowp's fixed point in the reference kernels, a table of
/// float32 exponentials in the optimized ones, which the default runtime takes as XNNPACK has none;
/// of int16 two interpolated tables in both.
///
/// Source: tensorflow/lite/micro/kernels/softmax_common.cc; kernels/internal/quantization_util.cc,
/// `PreprocessSoftmaxScaling` and `CalculateInputRadius`; optimized/optimized_ops.h,
/// `PopulateSoftmaxLookupTable`. The tables of 16 bits: kernels/activations.cc, `SoftmaxPrepare`.
final class SoftmaxReader implements OperatorReader {
  private static final int DIFFERENCE_INTEGER_BITS = 5;
  private static final int GREATEST_SHIFT = 30;
  private static final int MAX_WORD_SHIFT = 14;
  private static final float STEP = 1f / 256;
  private static final float WORD_STEP = 1f / 32768;
  private static final float WIDE_STEP = 1f / 65536;

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.quantizedInput(0);
    boolean words = x.type() == TensorType.INT16;
    FlatTensor y =
        x.type() == TensorType.INT8
            ? site.output(TensorType.INT8, TensorType.INT16)
            : site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    demandGrid(site, y, out, words);
    float beta =
        site.options(
            BuiltinOptions.SoftmaxOptions,
            operator -> {
              SoftmaxOptions table = (SoftmaxOptions) operator.builtinOptions(new SoftmaxOptions());
              return table == null ? null : table.beta();
            });
    if (!(beta > 0) || Float.isInfinite(beta)) {
      throw site.refused(Code.IMP_BAD_PARAMETER, "beta is " + beta, "it must be a positive number");
    }
    if (words) {
      site.result(ofWords(site, x, beta, out));
    } else if (site.profile() == Profile.XNNPACK) {
      IntType type = site.codeType(y);
      site.result(byTable(site.value(x), in, beta, type, out));
    } else {
      site.result(byFixedPoint(site, x, beta));
    }
  }

  /// The runtime computes for one output grid a type, and takes scales that are near it for it.
  private static void demandGrid(OperatorSite site, FlatTensor y, Quantization out, boolean words)
      throws OperatorSite.Refused {
    boolean bytes = y.type() != TensorType.INT16;
    float step = bytes ? STEP : words ? WORD_STEP : WIDE_STEP;
    long zeroPoint = bytes ? site.codeType(y).min() : words ? 0 : -32768;
    float tolerance = bytes ? 0 : 0.001f * step;
    if (out.zeroPoint() != zeroPoint || Math.abs(out.scale() - step) > tolerance) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the output has scale " + out.scale() + " and zero point " + out.zeroPoint(),
          "the runtime demands " + step + " and " + zeroPoint);
    }
  }

  private static RealOp ofWords(OperatorSite site, FlatTensor x, float beta, Quantization out)
      throws OperatorSite.Refused {
    Quantization in = site.perTensor(x);
    double factor = (double) in.scale() * beta / (10.0 / 65535.0);
    FixedPointMultiplier multiplier =
        FixedPointMultiplier.of(factor)
            .filter(m -> m.shift() <= MAX_WORD_SHIFT)
            .orElseThrow(() -> site.unfit(factor));
    if (site.profile() == Profile.SINGLE) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "a softmax of 16 bits has no rule under the profile tflite-single",
          "choose the profile tflm or tflite-reference");
    }
    boolean single = site.profile() == Profile.TFLM;
    return new RealInt16Softmax(
        site.value(x),
        in.step(),
        in.zeroPoint(),
        multiplier.multiplier(),
        multiplier.shift(),
        single
            ? InterpolatedTable.of(-10f, 0f, Expf::of)
            : InterpolatedTable.ofDoubles(-10, 0, StrictMath::exp),
        single
            ? InterpolatedTable.of(0f, 1f, value -> 1f / (1f + value))
            : InterpolatedTable.ofDoubles(0, 1, value -> 1 / (1 + value)),
        out.step());
  }

  private static RealOp byTable(
      Ref x, Quantization in, float beta, IntType type, Quantization out) {
    float scale = -in.scale() * beta;
    double[] table = new double[256];
    for (int difference = 0; difference < 256; difference++) {
      table[255 - difference] = Expf.of(scale * difference);
    }
    return new RealTableSoftmax(
        x,
        in.step(),
        in.zeroPoint(),
        FloatTensor.of(Shape.of(256), FloatType.FLOAT32, table),
        TableSoftmax.Variant.TFLITE,
        out.scale(),
        type,
        out.step(),
        out.zeroPoint());
  }

  private static RealOp byFixedPoint(OperatorSite site, FlatTensor x, float beta)
      throws OperatorSite.Refused {
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(site.output());
    double most = (1L << (site.profile() == Profile.SINGLE ? 30 : 31)) - 1.0;
    double factor =
        Math.min((double) beta * in.scale() * (1 << (31 - DIFFERENCE_INTEGER_BITS)), most);
    if (!(factor > 1)) {
      throw site.unfit(factor);
    }
    int shift = Math.getExponent(factor) + 1;
    long multiplier = (long) Math.floor(Math.scalb(factor, 31 - shift) + 0.5);
    if (multiplier == 1L << 31) {
      multiplier /= 2;
      shift++;
    }
    double radius =
        ((1 << DIFFERENCE_INTEGER_BITS) - 1)
            * (double) (1L << (31 - DIFFERENCE_INTEGER_BITS))
            / (1L << shift);
    // With the greatest shift of all the radius is 0: no difference is shifted but 0.
    shift = Math.min(shift, GREATEST_SHIFT);
    return new RealGemmlowpSoftmax(
        site.value(x),
        in.step(),
        in.zeroPoint(),
        (int) multiplier,
        shift,
        -(int) Math.floor(radius),
        site.codeType(site.output()),
        out.step(),
        out.zeroPoint());
  }
}
