package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.SourceRule;

/// How FULLY_CONNECTED requantizes one output.
///
/// The fixed-point multiplier is that of `double(fl32(s_in·s_w))/double(s_out)` for one weight
/// scale and of `double(s_in)·double(s_w[c])/double(s_out)` for one an output. LiteRT's reference
/// kernels since 1.3 multiply by `double(s_in)·double(s_w)/double(s_out)` in double; XNNPACK by
/// `fl32(fl32(s_in·s_w)/s_out)` in float32. Sparse weights have a kernel of their own in TFLite,
/// which is of fixed point to this day.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc `GetQuantizedConvolutionMultipler`,
/// `PopulateConvolutionQuantizationParams`; internal/reference/integer_ops/fully_connected.h;
/// reference/portable_tensor_utils.cc `SparseMatrixBatchVectorMultiplyAccumulate1x16`;
/// XNNPACK src/operators/fully-connected-nc.c.
final class FullyConnectedRule {
  private FullyConnectedRule() {}

  /// @param weight the layer's weight scales, of which `index` is the output's
  static SourceRule of(
      OperatorSite site,
      Quantization in,
      Quantization weight,
      int index,
      Quantization out,
      CodeBounds bounds)
      throws OperatorSite.Refused {
    float scale = weight.scales().get(index);
    double product = (double) in.scale() * (double) scale;
    return switch (site.profile()) {
      case XNNPACK -> {
        float factor = in.scale() * scale / out.scale();
        yield site.float32Requantization(factor, out.zeroPoint(), bounds, ConvRule.MOST);
      }
      case REFERENCE ->
          new DoubleMultiply(product / out.scale(), out.zeroPoint(), bounds.lo(), bounds.hi());
      case TFLM, SINGLE -> fixedPoint(site, in, weight, index, out, bounds);
    };
  }

  /// In fixed point, whatever the profile.
  static SourceRule fixedPoint(
      OperatorSite site,
      Quantization in,
      Quantization weight,
      int index,
      Quantization out,
      CodeBounds bounds)
      throws OperatorSite.Refused {
    double factor = held(in, weight, index) / out.scale();
    return site.requantization(factor, out.zeroPoint(), bounds);
  }

  /// With 16-bit activations, which XNNPACK does not take; TFLite's kernels multiply in double.
  ///
  /// @param wide whether the accumulator has 64 bits
  static SourceRule ofInt16(
      OperatorSite site,
      Quantization in,
      Quantization weight,
      int index,
      Quantization out,
      CodeBounds bounds,
      boolean wide)
      throws OperatorSite.Refused {
    if (site.profile() == Profile.REFERENCE || site.profile() == Profile.XNNPACK) {
      double product = (double) in.scale() * (double) weight.scales().get(index);
      return new DoubleMultiply(product / out.scale(), out.zeroPoint(), bounds.lo(), bounds.hi());
    }
    if (!wide) {
      return of(site, in, weight, index, out, bounds);
    }
    return WideRule.of(site, held(in, weight, index) / out.scale(), out.zeroPoint(), bounds);
  }

  private static double held(Quantization in, Quantization weight, int index) {
    float scale = weight.scales().get(index);
    return weight.isPerTensor() ? in.scale() * scale : (double) in.scale() * (double) scale;
  }
}
