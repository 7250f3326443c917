package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntType;

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
  static MeanRule mean(OperatorSite site, Quantization in, long n) throws OperatorSite.Refused {
    IntType type = site.codeType(site.output());
    if (site.profile() == Profile.XNNPACK && type.bits() == 8) {
      return inFloat32(site, in, n, 1f / n);
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

  static MeanRule sum(OperatorSite site, Quantization in, long n) throws OperatorSite.Refused {
    boolean xnnpack = site.profile() == Profile.XNNPACK && site.codeType(site.output()).bits() == 8;
    return xnnpack ? inFloat32(site, in, n, 1) : new MeanRule(whole(site, in), Rational.ZERO);
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
