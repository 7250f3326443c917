package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntType;
import org.tensorflow.lite.schema.TensorType;

/// How MEAN rounds `n` codes, and SUM.
///
/// TFLite's own kernels multiply `Σ q − n·z_in` by the fixed-point form of
/// `double(s_in)/double(s_out)`, of which MEAN divides the multiplier by `n`, cut to an integer,
/// `⌊log2 n⌋` more bits of it kept. XNNPACK computes `Σ q · k + (z_out − n·z_in·k)` in float32,
/// `k = fl32(fl32(s_in/s_out)·fl32(1/n))`, for SUM without the last factor.
///
/// Source: tensorflow/lite/kernels/internal/reference/reduce.h `QuantizedMeanOrSum`; XNNPACK
/// src/operators/reduce-nd.c.
///
/// @param offset what the rule wants added to the sum of `q − z_in`
record MeanRule(SourceRule rule, Rational offset) {
  static MeanRule mean(OperatorSite site, FlatTensor x, long n) throws OperatorSite.Refused {
    Quantization in = site.perTensor(x);
    if (Delegation.takes(site, x, site.output())) {
      return inFloat32(site, in, n, 1f / n);
    }
    if (site.profile() == Profile.XNNPACK && x.type() != TensorType.INT16) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "a quantization along an axis, or subnormal, which XNNPACK does not take",
          "state quantized_dimension 0, or use the profile tflm or tflite-reference");
    }
    TfliteMultiply whole = whole(site, in);
    int bits = 63 - Long.numberOfLeadingZeros(n);
    bits = Math.min(Math.min(bits, 32), 31 + whole.shift());
    long multiplier = ((long) whole.multiplier() << bits) / n;
    return new MeanRule(
        new TfliteMultiply(
            whole.variant(),
            (int) multiplier,
            whole.shift() - bits,
            whole.zeroPoint(),
            whole.lo(),
            whole.hi()),
        Rational.ZERO);
  }

  static MeanRule sum(OperatorSite site, FlatTensor x, long n) throws OperatorSite.Refused {
    Quantization in = site.perTensor(x);
    return Delegation.takes(site, x, site.output())
        ? inFloat32(site, in, n, 1)
        : new MeanRule(whole(site, in), Rational.ZERO);
  }

  private static MeanRule inFloat32(OperatorSite site, Quantization in, long n, float share)
      throws OperatorSite.Refused {
    Quantization out = site.perTensor(site.output());
    IntType type = site.codeType(site.output());
    float k = in.scale() / out.scale() * share;
    if (!(k > 0) || Float.isInfinite(k)) {
      throw site.unfit(k);
    }
    float offset = (float) out.zeroPoint() - (float) (n * in.zeroPoint()) * k;
    return new MeanRule(
        new Float32Affine(k, offset, type.min(), type.max()), Rational.of(n * in.zeroPoint()));
  }

  private static TfliteMultiply whole(OperatorSite site, Quantization in)
      throws OperatorSite.Refused {
    Quantization out = site.perTensor(site.output());
    IntType type = site.codeType(site.output());
    double factor = (double) in.scale() / (double) out.scale();
    return site.requantization(factor, out.zeroPoint(), CodeBounds.of(type));
  }
}
