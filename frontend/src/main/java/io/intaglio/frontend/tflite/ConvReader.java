package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// CONV_2D of `x[1, H, W, C]` with `w[O, kH, kW, C/groups]`.
///
/// Source: tensorflow/lite/kernels/conv.cc, internal/reference/integer_ops/conv.h.
final class ConvReader implements OperatorReader {
  private static ConvShape options(Operator operator) {
    Conv2DOptions table = (Conv2DOptions) operator.builtinOptions(new Conv2DOptions());
    return table == null
        ? null
        : new ConvShape(
            table.padding(),
            table.strideH(),
            table.strideW(),
            table.dilationHFactor(),
            table.dilationWFactor(),
            table.fusedActivationFunction(),
            BiasTypeField.read(operator, BiasTypeField.OF_CONV));
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 3);
    FlatTensor x = site.quantizedInput(0);
    FlatTensor w = site.input(1, LinearLayer.weightTypes(x));
    site.output(x.type());
    boolean micro = site.profile().isMicro();
    if (micro && x.type() == TensorType.INT16 && w.type() == TensorType.INT4) {
      throw WideRule.packed(site);
    }
    if (!micro && !site.has(2)) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "no bias",
          "TFLite refuses this file too: add one of zeros, or import it with the profile tflm");
    }
    ConvShape options = site.options(BuiltinOptions.Conv2DOptions, ConvReader::options);
    Shape weights = w.shape();
    boolean image = x.shape().rank() == 4 && weights.rank() == 4 && weights.elements() > 0;
    if (!image || x.shape().dim(3) % weights.dim(3) != 0) {
      throw site.refused(
          Code.IMP_SHAPE, "input " + x.shape() + ", weights " + weights, "convert the model again");
    }
    int groups = x.shape().dim(3) / weights.dim(3);
    int outputs = weights.dim(0);
    if (groups == 0 || outputs % groups != 0) {
      throw site.refused(
          Code.IMP_SHAPE, outputs + " outputs in " + groups + " groups", "convert the model again");
    }
    IntTensor codes = IntTensor.of(weights, site.codes(w));
    ConvShape.Weights kernel =
        new ConvShape.Weights(
            Axes.permuted(codes, 0, 3, 1, 2), LinearLayer.weights(site, w, outputs, 0), groups);
    if (site.profile() == Profile.XNNPACK
        && x.type() == TensorType.INT16
        && groups == 1
        && !WideRule.accumulates(site, 2, options.biasType())) {
      throw site.onEachMachine("activations have 16 bits and the bias 32");
    }
    options.emit(site, x, kernel);
  }
}
