package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// FULLY_CONNECTED: `clamp(M(Σ (x − z_in)·(w − z_w) + bias) + z_out)`, over the last axis of `x` or
/// over all of it.
///
/// The bias is taken as an integer in units of the accumulator; its own scale is only checked, as
/// the runtime does.
///
/// Source: tensorflow/lite/kernels/fully_connected.cc;
/// internal/reference/integer_ops/fully_connected.h.
final class FullyConnectedReader implements OperatorReader {
  /// The tensors of one layer.
  private record Layer(
      FlatTensor x,
      FlatTensor w,
      FlatTensor y,
      Quantization in,
      Quantization weight,
      Quantization out) {
    boolean isSparse() {
      return !w.plain();
    }

    int inputs() {
      return w.shape().dim(1);
    }

    int outputs() {
      return w.shape().dim(0);
    }
  }

  private record Options(byte activation, byte weightsFormat, byte biasType) {
    static Options of(Operator operator) {
      FullyConnectedOptions table =
          (FullyConnectedOptions) operator.builtinOptions(new FullyConnectedOptions());
      return table == null
          ? null
          : new Options(
              table.fusedActivationFunction(),
              table.weightsFormat(),
              BiasTypeField.read(operator, BiasTypeField.OF_OTHERS));
    }
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 3);
    FlatTensor x = site.input(0, WideRule.activations(site));
    FlatTensor w =
        site.isSparse(1) ? sparseWeights(site, x) : site.input(1, LinearLayer.weightTypes(x));
    FlatTensor y = site.output(x.type());
    WideRule.demandSymmetric(site, x);
    WideRule.demandSymmetric(site, y);
    Layer layer = new Layer(x, w, y, site.perTensor(x), site.quantization(w), site.perTensor(y));
    checkShapes(site, layer);
    List<SourceRule> rules = rules(site, layer);
    RationalTensor step = LinearLayer.step(layer.in(), layer.weight());

    Ref sum = multiply(site, layer);
    if (site.has(2)) {
      LinearLayer.demandBiasScale(site, layer.in(), layer.weight(), site.bias(2));
    }
    sum = LinearLayer.addBias(site, sum, 2, step, layer.outputs());
    site.result(site.requantize(sum, step, step.shape(), rules));
  }

  /// Weights that no DENSIFY stands before: TFLite's own kernels read one layout. XNNPACK and the
  /// interpreter for microcontrollers read them as if they were dense.
  private static FlatTensor sparseWeights(OperatorSite site, FlatTensor x)
      throws OperatorSite.Refused {
    FlatTensor w = site.sparseInput(1);
    boolean tflite = site.profile() == Profile.REFERENCE || site.profile() == Profile.SINGLE;
    if (!tflite || x.type() != TensorType.INT8 || !w.sparsity().orElseThrow().hasRowBlocks()) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "sparse weights without DENSIFY",
          "put DENSIFY before them; read without it are blocks of 16 along the inputs, of int8,"
              + " under the profile tflite-reference");
    }
    LinearLayer.demandSymmetric(site, site.quantization(w));
    return w;
  }

  private static void checkShapes(OperatorSite site, Layer layer) throws OperatorSite.Refused {
    Shape w = layer.w().shape();
    boolean matrix = w.rank() == 2 && w.elements() > 0;
    if (!matrix
        || layer.x().shape().elements() % layer.inputs() != 0
        || layer.x().shape().elements() / layer.inputs() * layer.outputs()
            != layer.y().shape().elements()
        || layer.y().shape().rank() < 2
        || layer.y().shape().dim(0) != 1
        || layer.y().shape().channels() != layer.outputs()) {
      throw site.refused(
          Code.IMP_SHAPE,
          "input " + layer.x().shape() + ", weights " + w + ", output " + layer.y().shape(),
          "import a model of batch 1");
    }
    LinearLayer.weights(site, layer.w(), layer.outputs(), 0);
    if (site.profile() == Profile.XNNPACK) {
      LinearLayer.demandSymmetric(site, layer.w());
    }
    Delegation.demandLayer(site, layer.x(), 2);
    if (layer.w().type() == TensorType.INT4) {
      checkNarrow(site, layer);
    }
  }

  private static void checkNarrow(OperatorSite site, Layer layer) throws OperatorSite.Refused {
    boolean micro = site.profile().isMicro();
    if (micro && layer.x().type() == TensorType.INT16) {
      throw WideRule.packed(site);
    }
    if (micro && !layer.weight().isPerTensor()) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "weights of 4 bits with one scale an output",
          "the interpreter for microcontrollers refuses this file too: give them one scale");
    }
    boolean bytes = layer.x().type() == TensorType.INT8;
    if (site.profile() == Profile.XNNPACK && bytes && layer.inputs() % 2 != 0) {
      throw site.onEachMachine("weights have 4 bits and the number of inputs is odd");
    }
  }

  private static Options options(OperatorSite site) throws OperatorSite.Refused {
    Options options = site.options(BuiltinOptions.FullyConnectedOptions, Options::of);
    if (options.weightsFormat() != FullyConnectedOptionsWeightsFormat.DEFAULT) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "weights are shuffled",
          "convert the model without shuffling weights");
    }
    return options;
  }

  private static List<SourceRule> rules(OperatorSite site, Layer layer)
      throws OperatorSite.Refused {
    Options options = options(site);
    boolean words = layer.x().type() == TensorType.INT16;
    boolean wide = words && WideRule.accumulates(site, 2, options.biasType());
    // Without a bias too, whatever the options say: the kernel asks for the bias's type.
    if (words && site.type(2) != TensorType.INT64 && site.profile() == Profile.XNNPACK) {
      throw site.onEachMachine("activations have 16 bits and there is no bias of 64");
    }
    CodeBounds bounds =
        words ? site.builtinBounds(options.activation()) : site.bounds(options.activation());
    FullyConnectedRule rule =
        new FullyConnectedRule(site, layer.in(), layer.weight(), layer.out(), bounds);
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < layer.weight().scales().size(); i++) {
      rules.add(words ? rule.ofInt16(i, wide) : layer.isSparse() ? rule.fixedPoint(i) : rule.of(i));
    }
    return rules;
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
}
