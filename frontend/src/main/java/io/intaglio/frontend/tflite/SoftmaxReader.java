package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.TensorType;

/// SOFTMAX of int8 along the last axis: gemmlowp's fixed point in the reference kernels, a table of
/// float32 exponentials in the optimized ones, which the default runtime takes as XNNPACK has none.
///
/// Source: tensorflow/lite/micro/kernels/softmax_common.cc and
// kernels/internal/quantization_util.cc
/// `PreprocessSoftmaxScaling`, `CalculateInputRadius`; optimized/optimized_ops.h
/// `PopulateSoftmaxLookupTable`.
final class SoftmaxReader implements OperatorReader {
  private static final int DIFFERENCE_INTEGER_BITS = 5;
  private static final float STEP = 1f / 256;

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.input(0, TensorType.INT8);
    FlatTensor y = site.output(TensorType.INT8);
    ShapeRules.demandShape(site, y, x.shape());
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    if (out.zeroPoint() != -128 || out.scale() != STEP) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the output has scale " + out.scale() + " and zero point " + out.zeroPoint(),
          "the runtime demands 1/256 and -128");
    }
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
    site.result(
        site.profile() == Profile.XNNPACK
            ? byTable(site.value(x), in, beta, out)
            : byFixedPoint(site, x, beta));
  }

  private static RealOp byTable(Ref x, Quantization in, float beta, Quantization out) {
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
        RealTableSoftmax.Variant.TFLITE,
        out.scale(),
        IntType.signed(8),
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
    return new RealGemmlowpSoftmax(
        site.value(x),
        in.step(),
        in.zeroPoint(),
        (int) multiplier,
        shift,
        -(int) Math.floor(radius),
        IntType.signed(8),
        out.step(),
        out.zeroPoint());
  }
}
