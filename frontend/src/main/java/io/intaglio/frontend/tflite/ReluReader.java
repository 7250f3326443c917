package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/// RELU, RELU6, RELU_N1_TO_1 and RELU_0_TO_1 as operators of their own:
/// `clamp(M(x − z_in) + z_out, lo, hi)` with `M` of `fl32(s_in/s_out)`. XNNPACK does not take them.
/// RELU6 of the interpreter for microcontrollers clamps the input's codes and does not read the
/// output's scale.
///
/// Source: tensorflow/lite/kernels/activations.cc `ReluPrepare`, `QuantizedReluX`;
/// tensorflow/lite/micro/kernels/activations_common.cc `Relu6Prepare`.
final class ReluReader implements OperatorReader {
  private final float least;
  private final float most;

  private ReluReader(float least, float most) {
    this.least = least;
    this.most = most;
  }

  static ReluReader relu() {
    return new ReluReader(0, Float.POSITIVE_INFINITY);
  }

  static ReluReader relu6() {
    return new ReluReader(0, 6);
  }

  static ReluReader between(float least, float most) {
    return new ReluReader(least, most);
  }

  private boolean isRelu6() {
    return least == 0 && most == 6;
  }

  /// The types of the codes: kernels of 16 bits are RELU's and RELU6's alone.
  private byte[] types() {
    boolean halfOpen = least == 0 && most == Float.POSITIVE_INFINITY;
    return halfOpen || isRelu6() ? ActivationTypes.all() : ActivationTypes.bytes();
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.input(0, types());
    FlatTensor y = site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    IntType type = site.codeType(y);
    SourceRule rule;
    if (isRelu6() && site.profile() == Profile.TFLM && x.type() != TensorType.UINT8) {
      List<ExactStep> steps = new ArrayList<>();
      steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(in.zeroPoint())));
      steps.addAll(CodeBounds.of(least, most, in, type, false).steps());
      rule = new ExactChain(steps);
    } else {
      double factor = in.scale() / out.scale();
      CodeBounds bounds = CodeBounds.of(least, most, out, type, false);
      rule = site.requantization(factor, out.zeroPoint(), bounds);
    }
    site.result(
        site.requantize(
            site.value(x), RationalTensor.scalar(in.step()), Shape.SCALAR, List.of(rule)));
  }
}
