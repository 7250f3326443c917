package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// DEPTHWISE_CONV_2D of `x[1, H, W, C]` with `w[1, kH, kW, O]`: output `o` reads channel `o/(O/C)`.
///
/// Source: tensorflow/lite/kernels/depthwise_conv.cc,
/// internal/reference/integer_ops/depthwise_conv.h.
final class DepthwiseConvReader implements OperatorReader {
  private static ConvShape options(Operator operator) {
    DepthwiseConv2DOptions table =
        (DepthwiseConv2DOptions) operator.builtinOptions(new DepthwiseConv2DOptions());
    return table == null
        ? null
        : new ConvShape(
            table.padding(),
            table.strideH(),
            table.strideW(),
            table.dilationHFactor(),
            table.dilationWFactor(),
            table.fusedActivationFunction(),
            TensorType.FLOAT32);
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 3);
    FlatTensor x = site.quantizedInput(0);
    FlatTensor w = site.input(1, LinearLayer.weightTypes(x));
    site.output(x.type());
    WideRule.demandLongBias(site, x, 2);
    if (site.profile() == Profile.XNNPACK && x.type() != TensorType.INT16 && !site.has(2)) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "no bias, without which the runtime ends its process",
          "add one of zeros");
    }
    if (x.type() == TensorType.INT16 && w.type() == TensorType.INT4) {
      throw WideRule.packed(site);
    }
    ConvShape options =
        site.options(BuiltinOptions.DepthwiseConv2DOptions, DepthwiseConvReader::options);
    Shape weights = w.shape();
    boolean image = x.shape().rank() == 4 && weights.rank() == 4 && weights.elements() > 0;
    boolean fits = image && weights.dim(0) == 1 && x.shape().dim(3) > 0;
    if (!fits || weights.dim(3) % x.shape().dim(3) != 0) {
      throw site.refused(
          Code.IMP_SHAPE, "input " + x.shape() + ", weights " + weights, "convert the model again");
    }
    IntTensor codes = IntTensor.of(weights, site.codes(w));
    ConvShape.Weights kernel =
        new ConvShape.Weights(
            Axes.permuted(codes, 3, 0, 1, 2),
            LinearLayer.weights(site, w, weights.dim(3), 3),
            x.shape().dim(3));
    options.emit(site, x, kernel);
  }
}
