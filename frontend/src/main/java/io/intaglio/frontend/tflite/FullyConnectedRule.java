package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.SourceRule;

/// How FULLY_CONNECTED requantizes one output.
///
/// The fixed-point multiplier is that of `double(fl32(s_in·s_w))/double(s_out)` for one weight
/// scale and of `double(s_in)·double(s_w[c])/double(s_out)` for one an output. LiteRT's reference
/// kernels since 1.3 multiply by `double(s_in)·double(s_w)/double(s_out)` in double; XNNPACK by
/// `fl32(fl32(s_in·s_w)/s_out)` in float32.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc `GetQuantizedConvolutionMultipler`,
/// `PopulateConvolutionQuantizationParams`; internal/reference/integer_ops/fully_connected.h;
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
        yield site.float32Requantization(factor, out.zeroPoint(), bounds);
      }
      case REFERENCE ->
          new DoubleMultiply(product / out.scale(), out.zeroPoint(), bounds.lo(), bounds.hi());
      case TFLM, SINGLE -> {
        double held = weight.isPerTensor() ? in.scale() * scale : product;
        yield site.requantization(held / out.scale(), out.zeroPoint(), bounds);
      }
    };
  }

  /// The same multiplier on an accumulator of 64 bits.
  static SourceRule wide(
      OperatorSite site,
      Quantization in,
      Quantization weight,
      int index,
      Quantization out,
      CodeBounds bounds)
      throws OperatorSite.Refused {
    float scale = weight.scales().get(index);
    double held = weight.isPerTensor() ? in.scale() * scale : (double) in.scale() * (double) scale;
    return WideRule.of(site, held / out.scale(), out.zeroPoint(), bounds);
  }
}
