package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.rule.TfliteMultiply;
import java.util.function.LongUnaryOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.LeakyReluOptions;
import org.tensorflow.lite.schema.TensorType;

/// LEAKY_RELU: a fixed-point multiplier of `fl32(s_in/s_out)` from zero on, one of
/// `fl32(fl32(s_in·alpha)/s_out)` below. XNNPACK has factors of 8 fraction bits,
/// `((z_out·256 + 128 + (q − z_in)·RNE(256·ratio)) >> 8)`, for 8 bits and ratios that it accepts.
///
/// Where alpha is negative, today's kernels negate what the positive multiplier makes; those before
/// LiteRT 1.3, which alone have uint8 under the profile tflm, multiply by the negative one.
///
/// Source: tensorflow/lite/kernels/internal/reference/leaky_relu.h; XNNPACK
/// src/microparams-init.c `xnn_init_qs8_lrelu_scalar_params`.
final class LeakyReluReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
    float alpha =
        site.options(
            BuiltinOptions.LeakyReluOptions,
            operator -> {
              LeakyReluOptions table =
                  (LeakyReluOptions) operator.builtinOptions(new LeakyReluOptions());
              return table == null ? null : table.alpha();
            });
    if (!Float.isFinite(alpha)) {
      throw site.refused(Code.IMP_BAD_PARAMETER, "alpha is " + alpha, "convert the model again");
    }
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    if (Delegation.takes(site, x, y) && Delegation.takesSlope(in, out, alpha)) {
      float ratio = in.scale() / out.scale();
      UnaryTable.emit(site, x, xnnpack(in, out, ratio, ratio * alpha));
      return;
    }
    float above = in.scale() / out.scale();
    float below = in.scale() * alpha / out.scale();
    if (x.type() != TensorType.INT16) {
      UnaryTable.emit(site, x, byMultipliers(site, above, below));
    } else if (in.zeroPoint() != 0 || out.zeroPoint() != 0) {
      throw site.refused(Code.IMP_BAD_PARAMETER, "int16 with zero points", "the runtime demands 0");
    } else {
      // The optimized kernel multiplies by the negative factor itself, of which ties go otherwise.
      boolean mirrored = below < 0 && site.profile() == Profile.XNNPACK;
      TwoSlopes.emit(
          site,
          x,
          above,
          mirrored ? TwoSlopes.below(site, x) : TwoSlopes.negativeSide(site, x),
          in.step(),
          Math.abs((double) below),
          below < 0 && !mirrored);
    }
  }

  private static LongUnaryOperator xnnpack(
      Quantization in, Quantization out, float ratio, float left) {
    long above = (long) Math.rint(256f * ratio);
    long below = (long) Math.rint(256f * left);
    return q -> {
      long x = q - in.zeroPoint();
      return ((out.zeroPoint() << 8) + 128 + x * (x < 0 ? below : above)) >> 8;
    };
  }

  private static LongUnaryOperator byMultipliers(OperatorSite site, float above, float below)
      throws OperatorSite.Refused {
    CodeBounds unbounded = new CodeBounds(Integer.MIN_VALUE, Integer.MAX_VALUE);
    TfliteMultiply right = site.requantization(above, 0, unbounded);
    // A factor of zero has no multiplier, and needs none.
    TfliteMultiply left =
        below == 0 ? null : site.requantization(Math.abs((double) below), 0, unbounded);
    long zeroPoint = site.perTensor(site.output()).zeroPoint();
    FlatTensor input = site.quantizedInput(0);
    long center = site.perTensor(input).zeroPoint();
    boolean old = site.profile() == Profile.TFLM && input.type() == TensorType.UINT8;
    return q -> {
      long x = q - center;
      if (x >= 0 || left == null) {
        return zeroPoint + (x >= 0 ? right.multiply(x) : 0);
      }
      if (below > 0) {
        return zeroPoint + left.multiply(x);
      }
      return zeroPoint + (old ? left.multiply(-x) : -left.multiply(x));
    };
  }
}
