package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.TensorType;

/// MEAN and SUM over constant axes, by [MeanRule].
final class ReduceReader implements OperatorReader {
  private final boolean mean;

  ReduceReader(boolean mean) {
    this.mean = mean;
  }

  private static Boolean options(Operator operator) {
    ReducerOptions table = (ReducerOptions) operator.builtinOptions(new ReducerOptions());
    return table == null ? null : table.keepDims();
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    boolean keep = site.options(BuiltinOptions.ReducerOptions, ReduceReader::options);
    Set<Integer> axes = axes(site, x.shape());
    Shape out = x.shape().reduced(axes, keep);
    if (!out.equals(y.shape()) || x.shape().elements() == 0) {
      throw site.refused(
          Code.IMP_SHAPE,
          x.shape() + " over axes " + axes + " to " + y.shape(),
          "convert the model again");
    }
    Quantization in = site.perTensor(x);
    MeanRule rule = rule(site, x);
    Ref sum = site.beside("sum", out, new RealReduceSum(site.value(x), List.copyOf(axes), keep));
    if (rule.offset().signum() != 0) {
      RealTensor offset = RealTensor.number(in.step().multiply(rule.offset()));
      sum = site.beside("codes", out, new RealAdd(sum, site.constant("offset", offset)));
    }
    site.result(
        site.requantize(sum, RationalTensor.scalar(in.step()), Shape.SCALAR, List.of(rule.rule())));
  }

  private MeanRule rule(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    long n = x.shape().elements() / Math.max(1, site.output().shape().elements());
    if (mean) {
      return MeanRule.mean(site, x, n);
    }
    if (site.profile() == Profile.REFERENCE && x.type() != TensorType.UINT8) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "this runtime's kernel takes every code for one of uint8",
          "use the profile tflm or tflite-xnnpack");
    }
    if (site.profile() == Profile.XNNPACK && !Delegation.takes(site, x, site.output())) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "codes that XNNPACK does not take, which this runtime sums in float32 with ties away"
              + " from zero",
          "use the profile tflm, or MEAN and a scale");
    }
    return MeanRule.sum(site, x, n);
  }

  private static Set<Integer> axes(OperatorSite site, Shape shape) throws OperatorSite.Refused {
    Set<Integer> axes = new TreeSet<>();
    for (long stored : site.codes(site.input(1, TensorType.INT32))) {
      long axis = stored < 0 ? stored + shape.rank() : stored;
      if (axis <= 0 || axis >= shape.rank()) {
        throw site.refused(
            Code.IMP_BAD_PARAMETER,
            "the axis " + stored + " of " + shape,
            "reduce axes of the sample, not the batch");
      }
      axes.add((int) axis);
    }
    return axes;
  }
}
