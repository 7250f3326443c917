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
record ConvRule(OperatorSite site, Quantization in, Quantization out, CodeBounds bounds) {
  /// XNNPACK refuses a file with a factor from here on.
  static final float MOST = 0x1p8f;

  /// The rule of a channel whose weights have the scale `weight`, with int8 activations.
  SourceRule of(float weight) throws OperatorSite.Refused {
    return ofProduct(weight, (double) in.scale() * (double) weight);
  }

  /// With uint8 activations.
  SourceRule ofUint8(float weight) throws OperatorSite.Refused {
    return ofProduct(weight, in.scale() * weight);
  }

  /// @param product of the scales, as TFLite's own kernels take it
  private SourceRule ofProduct(float weight, double product) throws OperatorSite.Refused {
    if (site.profile() == Profile.XNNPACK) {
      float scale = in.scale() * weight / out.scale();
      return site.float32Requantization(scale, out.zeroPoint(), bounds, MOST);
    }
    return site.requantization(product / out.scale(), out.zeroPoint(), bounds);
  }

  /// With 16-bit activations, which XNNPACK does not take.
  ///
  /// @param wide whether the accumulator has 64 bits
  SourceRule ofInt16(float weight, boolean wide) throws OperatorSite.Refused {
    double factor = (double) in.scale() * (double) weight / (double) out.scale();
    return wide
        ? WideRule.of(site, factor, out.zeroPoint(), bounds)
        : site.requantization(factor, out.zeroPoint(), bounds);
  }
}
