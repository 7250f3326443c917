package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.TensorType;

/// How a convolution's windows lie, and its fused activation, as the options say:
/// `clamp(M(Σ (x − z_in)·w + bias) + z_out)`, where padding adds nothing to the sum.
///
/// @param biasType the option `quantized_bias_type`, which 16-bit activations mind
record ConvShape(
    byte padding,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    byte activation,
    byte biasType) {
  /// @param codes `[O, C/groups, kH, kW]`
  record Weights(IntTensor codes, Quantization quantization, int groups) {
    int outputs() {
      return codes.shape().dim(0);
    }

    int height() {
      return codes.shape().dim(2);
    }

    int width() {
      return codes.shape().dim(3);
    }
  }

  /// Demands known padding and positive steps.
  void check(OperatorSite site) throws OperatorSite.Refused {
    boolean known = padding == Padding.SAME || padding == Padding.VALID;
    if (!known || strideH <= 0 || strideW <= 0 || dilationH <= 0 || dilationW <= 0) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "padding "
              + padding
              + ", strides "
              + strideH
              + " and "
              + strideW
              + ", dilations "
              + dilationH
              + " and "
              + dilationW,
          "convert the model again");
    }
  }

  void emit(OperatorSite site, FlatTensor x, Weights w) throws OperatorSite.Refused {
    check(site);
    Shape shape = x.shape();
    Span rows = Span.of(padding, shape.dim(1), w.height(), strideH, dilationH);
    Span columns = Span.of(padding, shape.dim(2), w.width(), strideW, dilationW);
    Shape out = Shape.of(1, rows.out(), columns.out(), w.outputs());
    if (!out.equals(site.output().shape()) || out.elements() == 0) {
      throw site.refused(
          Code.IMP_SHAPE,
          "output " + site.output().shape() + ", expected " + out,
          "convert the model again, for batch 1");
    }
    LinearLayer.demandSymmetric(site, site.input(1, LinearLayer.weightTypes(x)));
    Ref image = Axes.channelSecond(site, "image", site.value(x), shape);
    Ref weights = LinearLayer.weights(site, w.codes(), w.quantization());
    RealConv conv =
        new RealConv(
            image,
            weights,
            strideH,
            strideW,
            rows.before(),
            columns.before(),
            rows.after(),
            columns.after(),
            dilationH,
            dilationW,
            w.groups());
    Ref sum = site.beside("conv", Axes.channelSecond(out), conv);
    finish(site, x, Axes.channelLast(site, "sum", sum, out), w, 2);
  }

  /// Bias and requantization of a sum with the channel last.
  void finish(OperatorSite site, FlatTensor x, Ref sum, Weights w, int bias)
      throws OperatorSite.Refused {
    boolean narrow = site.type(1) == TensorType.INT4;
    if (narrow && x.type() == TensorType.INT8 && site.profile() == Profile.XNNPACK) {
      throw site.onEachMachine("weights have 4 bits");
    }
    Delegation.demandLayer(site, x, bias);
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(site.output());
    RationalTensor step = LinearLayer.step(in, w.quantization());
    WideRule.demandSymmetric(site, x);
    WideRule.demandSymmetric(site, site.output());
    boolean words = x.type() == TensorType.INT16;
    boolean wide = words && WideRule.accumulates(site, bias, biasType);
    CodeBounds bounds = words ? site.builtinBounds(activation) : site.bounds(activation);
    boolean legacy = x.type() == TensorType.UINT8;
    if (legacy && site.has(bias)) {
      LinearLayer.demandBiasScale(site, in, w.quantization(), site.bias(bias));
    }
    ConvRule rule = new ConvRule(site, in, out, bounds);
    List<SourceRule> rules = new ArrayList<>();
    for (float scale : w.quantization().scales()) {
      rules.add(words ? rule.ofInt16(scale, wide) : legacy ? rule.ofUint8(scale) : rule.of(scale));
    }
    Ref acc = LinearLayer.addBias(site, sum, bias, step, w.outputs());
    site.result(site.requantize(acc, step, step.shape(), rules));
  }
}
