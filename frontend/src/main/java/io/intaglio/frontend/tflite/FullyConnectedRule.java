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
///
/// @param weight the layer's weight scales, one or one an output
record FullyConnectedRule(
    OperatorSite site, Quantization in, Quantization weight, Quantization out, CodeBounds bounds) {
  /// The rule of an output whose weights have the scale `index`.
  SourceRule of(int index) throws OperatorSite.Refused {
    return switch (site.profile()) {
      case XNNPACK -> {
        float factor = in.scale() * weight.scales().get(index) / out.scale();
        yield site.float32Requantization(factor, out.zeroPoint(), bounds, ConvRule.MOST);
      }
      case REFERENCE -> inDouble(index);
      case TFLM, SINGLE -> fixedPoint(index);
    };
  }

  /// In fixed point, whatever the profile.
  SourceRule fixedPoint(int index) throws OperatorSite.Refused {
    return site.requantization(fixedPointFactor(index), out.zeroPoint(), bounds);
  }

  /// With 16-bit activations, which XNNPACK does not take; TFLite's kernels multiply in double.
  ///
  /// @param wide whether the accumulator has 64 bits
  SourceRule ofInt16(int index, boolean wide) throws OperatorSite.Refused {
    if (!site.profile().isMicro()) {
      return inDouble(index);
    }
    return wide
        ? WideRule.of(site, fixedPointFactor(index), out.zeroPoint(), bounds)
        : fixedPoint(index);
  }

  private SourceRule inDouble(int index) {
    double factor = product(index) / out.scale();
    return new DoubleMultiply(factor, out.zeroPoint(), bounds.lo(), bounds.hi());
  }

  private double fixedPointFactor(int index) {
    double held = weight.isPerTensor() ? in.scale() * weight.scale() : product(index);
    return held / out.scale();
  }

  private double product(int index) {
    return (double) in.scale() * (double) weight.scales().get(index);
  }
}
