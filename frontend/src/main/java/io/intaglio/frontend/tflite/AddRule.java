package io.intaglio.frontend.tflite;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// How ADD and SUB round: each operand's `q − z`, times `2^lift`, becomes an integer, and the sum
/// or difference of both the output's code.
///
/// TFLite's own kernels lift 8-bit codes by 20 bits and 16-bit codes by 15, and multiply by the
/// fixed-point forms of `s/(2·max(s1, s2))` and `2·max(s1, s2)/(2^lift·s_out)`, divided in double:
/// three roundings. (SUB of the interpreter for microcontrollers divided in float32 until October
/// 2026, which made one result in about 2000 another by 1.) XNNPACK multiplies by integers and
/// rounds the sum once, ties up.
///
/// Source: tensorflow/lite/kernels/add.cc, sub.cc; tensorflow/lite/micro/kernels/add_common.cc,
/// sub_common.cc; XNNPACK microparams-init.c `xnn_init_qs8_add_minmax_scalar_params`.
///
/// @param step what the integers of both operands stand for
record AddRule(SourceRule first, SourceRule second, SourceRule sum, int lift, Rational step) {
  private static final CodeBounds INTEGERS = CodeBounds.of(IntType.signed(32));

  /// The smallest and largest ratio of scales that XNNPACK takes, the latter excluded.
  private static final float LEAST_RATIO = 0x1p-10f;

  private static final float RATIO_END = 0x1p8f;

  static AddRule of(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    boolean wide = site.codeType(site.output()).bits() == 16;
    if (site.profile() == Profile.XNNPACK && !wide) {
      return xnnpack(site, a, b, out, bounds);
    }
    int lift = wide ? 15 : 20;
    float max = 2 * Math.max(a.scale(), b.scale());
    float unit = (1 << lift) * out.scale();
    return new AddRule(
        site.requantization((double) a.scale() / (double) max, 0, INTEGERS),
        site.requantization((double) b.scale() / (double) max, 0, INTEGERS),
        site.requantization((double) max / (double) unit, out.zeroPoint(), bounds),
        lift,
        Rational.of((double) max).multiply(Rational.powerOfTwo(-lift)));
  }

  private static AddRule xnnpack(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    float first = a.scale() / out.scale();
    float second = b.scale() / out.scale();
    float least = Math.min(first, second);
    float most = Math.max(first, second);
    if (!(least >= LEAST_RATIO && most < RATIO_END)) {
      throw site.unfit(least < LEAST_RATIO ? least : most);
    }
    int shift = 20 - Math.getExponent(most);
    return new AddRule(
        times(first, shift),
        times(second, shift),
        bounds.halfUp(Rational.powerOfTwo(-shift), out.zeroPoint()),
        0,
        out.step().multiply(Rational.powerOfTwo(-shift)));
  }

  private static SourceRule times(float ratio, int shift) {
    Rational factor = Rational.of(Math.rint(Math.scalb((double) ratio, shift)));
    return new ExactChain(List.of(new ExactStep.Affine(Surd.of(factor), Surd.ZERO)));
  }

  /// Whether operands become integers without a rounding.
  boolean isLinear() {
    return !(first instanceof TfliteMultiply);
  }
}
