package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// FULLY_CONNECTED of int8 under `tflm`:
/// `clamp(M(Σ (x − z_in)·(w − z_w) + bias) + z_out, lo, hi)`.
///
/// `M` is the doubly rounded 31-bit multiplier of `double(fl32(s_in·s_w))/double(s_out)` for one
/// weight scale, and of `double(s_in)·double(s_w[c])/double(s_out)` for one a channel. The bias is
/// taken as an integer in units of the accumulator; its own scale is only checked, as the runtime
/// does.
///
/// Source: tensorflow/lite/kernels/kernel_util.cc `GetQuantizedConvolutionMultipler`,
/// `PopulateConvolutionQuantizationParams`; internal/reference/integer_ops/fully_connected.h.
final class FullyConnectedReader implements OperatorReader {
  /// How far the bias scale may be off, in steps of the output.
  private static final double BIAS_TOLERANCE = 0.02;

  /// The tensors of one layer.
  private record Layer(
      FlatTensor x,
      FlatTensor w,
      FlatTensor y,
      Quantization in,
      Quantization weight,
      Quantization out) {
    int inputs() {
      return w.shape().dim(1);
    }

    int outputs() {
      return w.shape().dim(0);
    }
  }

  private record Options(byte activation, byte weightsFormat) {
    static Options of(Operator operator) {
      FullyConnectedOptions table =
          (FullyConnectedOptions) operator.builtinOptions(new FullyConnectedOptions());
      return table == null
          ? null
          : new Options(table.fusedActivationFunction(), table.weightsFormat());
    }
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 3);
    FlatTensor x = site.input(0, TensorType.INT8);
    FlatTensor w = site.input(1, TensorType.INT8);
    FlatTensor y = site.output(TensorType.INT8);
    Layer layer = new Layer(x, w, y, site.perTensor(x), site.quantization(w), site.perTensor(y));
    checkShapes(site, layer);
    List<SourceRule> rules = rules(site, layer, activation(site, layer));
    RationalTensor step = accumulatorStep(layer);

    Ref sum = multiply(site, layer);
    if (site.has(2)) {
      sum = addBias(site, layer, sum, step);
    }
    site.result(
        new RealRequantize(
            sum,
            step,
            rules.size() == 1 ? Shape.SCALAR : Shape.of(rules.size()),
            rules,
            IntType.signed(8),
            Rational.of((double) layer.out().scale()),
            layer.out().zeroPoint()));
  }

  private static void checkShapes(OperatorSite site, Layer layer) throws OperatorSite.Refused {
    Shape w = layer.w().shape();
    boolean matrix = w.rank() == 2 && w.elements() > 0;
    if (!matrix
        || layer.x().shape().elements() != layer.inputs()
        || layer.y().shape().elements() != layer.outputs()
        || layer.y().shape().rank() < 2
        || layer.y().shape().channels() != layer.outputs()) {
      throw site.refused(
          Code.IMP_SHAPE,
          "input " + layer.x().shape() + ", weights " + w + ", output " + layer.y().shape(),
          "import a model of batch 1");
    }
    int scales = layer.weight().scales().size();
    if (scales != 1 && (scales != layer.outputs() || layer.weight().axis() != 0)) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          scales + " weight scales along axis " + layer.weight().axis(),
          "quantize weights per tensor or per output");
    }
    if (scales != 1 && layer.weight().zeroPoints().stream().anyMatch(z -> z != 0)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "weights with a scale for each output have zero points",
          "quantize weights symmetrically");
    }
  }

  private static FusedActivation activation(OperatorSite site, Layer layer)
      throws OperatorSite.Refused {
    Options options = site.options(BuiltinOptions.FullyConnectedOptions, Options::of);
    if (options.weightsFormat() != FullyConnectedOptionsWeightsFormat.DEFAULT) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "weights are shuffled",
          "convert the model without shuffling weights");
    }
    byte kind = options.activation();
    return FusedActivation.of(kind, layer.out().scale(), layer.out().zeroPoint())
        .orElseThrow(
            () ->
                site.refused(
                    Code.IMP_UNSUPPORTED_FORM,
                    "the fused activation of code " + kind,
                    "supported are RELU, RELU6 and RELU_N1_TO_1"));
  }

  private static List<SourceRule> rules(OperatorSite site, Layer layer, FusedActivation bounds)
      throws OperatorSite.Refused {
    List<SourceRule> rules = new ArrayList<>();
    double in = layer.in().scale();
    double out = layer.out().scale();
    if (layer.weight().isPerTensor()) {
      float product = layer.in().scale() * layer.weight().scale();
      rules.add(site.requantization(product / out, layer.out().zeroPoint(), bounds));
    } else {
      for (float scale : layer.weight().scales()) {
        rules.add(site.requantization(in * scale / out, layer.out().zeroPoint(), bounds));
      }
    }
    return rules;
  }

  /// Real value of one unit of the accumulator: the exact product of the stored scales.
  private static RationalTensor accumulatorStep(Layer layer) {
    Rational in = Rational.of((double) layer.in().scale());
    List<Rational> steps =
        layer.weight().scales().stream()
            .map(scale -> Rational.of((double) scale).multiply(in))
            .toList();
    Shape shape = steps.size() == 1 ? Shape.SCALAR : Shape.of(steps.size());
    return new RationalTensor(shape, steps);
  }

  private static Ref multiply(OperatorSite site, Layer layer) throws OperatorSite.Refused {
    NetworkBuilder builder = site.builder();
    FlatTensor y = layer.y();
    Shape flat = y.shape().withDim(y.shape().rank() - 1, layer.inputs());
    Ref x = site.value(layer.x());
    if (!layer.x().shape().equals(flat)) {
      x = site.emit(builder.fresh(y, "flat"), flat, new RealReshape(x));
    }
    RationalTensor step =
        new RationalTensor(
            layer.weight().isPerTensor() ? Shape.SCALAR : Shape.of(layer.outputs()),
            layer.weight().scales().stream().map(s -> Rational.of((double) s)).toList());
    RealTensor weights =
        new RealTensor.Grid(
            transposed(site.codes(layer.w()), layer.outputs(), layer.inputs()),
            step,
            RationalTensor.scalar(Rational.of(layer.weight().zeroPoint())));
    Ref w = site.emit(builder.fresh(y, "weights"), weights.shape(), new RealParameter(weights));
    return site.emit(builder.fresh(y, "matmul"), y.shape(), new RealMatMul(x, w));
  }

  private static IntTensor transposed(long[] codes, int outputs, int inputs) {
    long[] all = new long[codes.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        all[i * outputs + o] = codes[o * inputs + i];
      }
    }
    return IntTensor.of(Shape.of(inputs, outputs), all);
  }

  private static Ref addBias(OperatorSite site, Layer layer, Ref sum, RationalTensor step)
      throws OperatorSite.Refused {
    FlatTensor bias = site.input(2, TensorType.INT32);
    if (bias.shape().elements() != layer.outputs()) {
      throw site.refused(
          Code.IMP_SHAPE,
          "bias " + bias.shape() + " for " + layer.outputs() + " outputs",
          "convert the model again");
    }
    checkBiasScale(site, layer, bias);
    RealTensor grid =
        new RealTensor.Grid(
            IntTensor.vector(site.codes(bias)), step, RationalTensor.scalar(Rational.ZERO));
    NetworkBuilder builder = site.builder();
    Ref b = site.emit(builder.fresh(layer.y(), "bias"), grid.shape(), new RealParameter(grid));
    return site.emit(builder.fresh(layer.y(), "acc"), layer.y().shape(), new RealAdd(sum, b));
  }

  /// As the runtime does when it prepares a layer of one weight scale.
  private static void checkBiasScale(OperatorSite site, Layer layer, FlatTensor bias)
      throws OperatorSite.Refused {
    if (!layer.weight().isPerTensor() || bias.quantization().isEmpty()) {
      return;
    }
    double product = layer.in().scale() * layer.weight().scale();
    double stored = bias.quantization().get().scale();
    double difference = Math.abs(product - stored) / layer.out().scale();
    if (!(difference <= BIAS_TOLERANCE)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the bias has the scale " + stored + ", input and weights " + product,
          "the runtime refuses it too; convert the model again");
    }
  }
}
