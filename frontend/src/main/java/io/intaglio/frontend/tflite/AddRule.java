package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
/// Of 16 bits, where the file's option wants it and the scales are powers of two, TFLite's kernels
/// shift: one operand has the output's scale, the other a finer one and is rounded, ties away from
/// zero.
///
/// @param step what the integers of both operands stand for
/// @param linear whether operands become integers without a rounding
record AddRule(
    SourceRule first, SourceRule second, SourceRule sum, int lift, Rational step, boolean linear) {
  private static final CodeBounds INTEGERS = CodeBounds.of(IntType.signed(32));

  static AddRule of(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    boolean wide = site.codeType(site.output()).bits() == 16;
    int lift = wide ? 15 : 20;
    float max = 2 * Math.max(a.scale(), b.scale());
    float unit = (1 << lift) * out.scale();
    return new AddRule(
        site.requantization((double) a.scale() / (double) max, 0, INTEGERS),
        site.requantization((double) b.scale() / (double) max, 0, INTEGERS),
        site.requantization((double) max / (double) unit, out.zeroPoint(), bounds),
        lift,
        Rational.of((double) max).multiply(Rational.powerOfTwo(-lift)),
        false);
  }

  /// Of 16-bit codes with scales that are powers of two, or so near them that the runtime takes
  /// them for that; empty if one is none.
  static Optional<AddRule> ofShifts(
      OperatorSite site, Quantization a, Quantization b, Quantization out, CodeBounds bounds)
      throws OperatorSite.Refused {
    OptionalInt first = WordSigmoid.exponent(a.scale());
    OptionalInt second = WordSigmoid.exponent(b.scale());
    OptionalInt result = WordSigmoid.exponent(out.scale());
    if (first.isEmpty() || second.isEmpty() || result.isEmpty()) {
      return Optional.empty();
    }
    int p = first.getAsInt() - result.getAsInt();
    int q = second.getAsInt() - result.getAsInt();
    if (Math.max(p, q) != 0) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "scales of 2^" + p + " and 2^" + q + " of the output's, to be shifted",
          "the runtime demands one of the output's scale and none above it;"
              + " set pot_scale_int16 to false");
    }
    return Optional.of(
        new AddRule(shifted(p), shifted(q), bounds.halfUp(Rational.ONE, 0), 0, out.step(), false));
  }

  private static SourceRule shifted(int exponent) {
    return new ExactChain(
        List.of(
            new ExactStep.Affine(Surd.of(Rational.powerOfTwo(exponent)), Surd.ZERO),
            new ExactStep.Round(Rounding.HALF_AWAY)));
  }

  /// In XNNPACK.
  static AddRule delegated(Quantization a, Quantization b, Quantization out, CodeBounds bounds) {
    float first = a.scale() / out.scale();
    float second = b.scale() / out.scale();
    int shift = 20 - Math.getExponent(Math.max(first, second));
    return new AddRule(
        times(first, shift),
        times(second, shift),
        bounds.halfUp(Rational.powerOfTwo(-shift), out.zeroPoint()),
        0,
        out.step().multiply(Rational.powerOfTwo(-shift)),
        true);
  }

  private static SourceRule times(float ratio, int shift) {
    Rational factor = Rational.of(Math.rint(Math.scalb((double) ratio, shift)));
    return new ExactChain(List.of(new ExactStep.Affine(Surd.of(factor), Surd.ZERO)));
  }
}
