package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.SourceRule;

/// How CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV requantize one output channel.
///
/// TFLite's own kernels multiply by the fixed-point form of
/// `double(s_in)·double(s_w)/double(s_out)`, with uint8 activations of
/// `double(fl32(s_in·s_w))/double(s_out)`; XNNPACK by `fl32(fl32(s_in·s_w)/s_out)` in float32.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc `PopulateConvolutionQuantizationParams`; XNNPACK
/// src/operators/convolution-nhwc.c `init_requantization_scale_qx8_qc8w`.
final class ConvRule {
  /// XNNPACK refuses a file with a factor from here on.
  static final float MOST = 0x1p8f;

  private ConvRule() {}

  /// @param legacy whether activations are of uint8
  static SourceRule of(
      OperatorSite site,
      Quantization in,
      float weight,
      Quantization out,
      CodeBounds bounds,
      boolean legacy)
      throws OperatorSite.Refused {
    if (site.profile() == Profile.XNNPACK) {
      float scale = in.scale() * weight / out.scale();
      return site.float32Requantization(scale, out.zeroPoint(), bounds, MOST);
    }
    double held = legacy ? in.scale() * weight : (double) in.scale() * (double) weight;
    return site.requantization(held / out.scale(), out.zeroPoint(), bounds);
  }

  /// With 16-bit activations, which XNNPACK does not take.
  ///
  /// @param wide whether the accumulator has 64 bits
  static SourceRule ofInt16(
      OperatorSite site,
      Quantization in,
      float weight,
      Quantization out,
      CodeBounds bounds,
      boolean wide)
      throws OperatorSite.Refused {
    double factor = (double) in.scale() * (double) weight / (double) out.scale();
    return wide
        ? WideRule.of(site, factor, out.zeroPoint(), bounds)
        : site.requantization(factor, out.zeroPoint(), bounds);
  }
}
