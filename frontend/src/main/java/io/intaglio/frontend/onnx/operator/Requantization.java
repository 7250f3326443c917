package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// From an integer accumulator to codes: in float32 with ties to even and the zero point added
/// after rounding, as ONNX Runtime's kernels do, or the same in real arithmetic.
///
/// Source: onnxruntime/core/mlas/lib/qgemm.h, quantize.cpp (`MlasRequantizeOutput`).
final class Requantization {
  private Requantization() {}

  /// `alpha·x·w/y` for the scales, each operation rounded to float32 from left to right.
  static float factor(float alpha, float x, float w, float y) {
    float product = alpha * x;
    product *= w;
    return product / y;
  }

  /// The rules of a linear layer: one, or one for each scale or zero point of `w`.
  static List<SourceRule> linear(
      NodeSite site, float alpha, Parameters x, Parameters w, Parameters y) {
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < w.scales().length; i++) {
      if (site.isExact()) {
        Rational exact =
            Rational.of((double) alpha).multiply(x.step(0)).multiply(w.step(i)).divide(y.step(0));
        rules.add(exact(exact, y));
      } else {
        float scale = factor(alpha, x.scale(), w.scale(i), y.scale());
        if (!(scale > 0) || !Float.isFinite(scale)) {
          throw site.parameter(
              "the scales of " + site.operator() + " multiply to " + scale,
              "export scales that float32 holds the ratio of");
        }
        rules.add(new Float32Multiply(scale, y.zeroPoint(), y.lo(), y.hi()));
      }
    }
    return rules;
  }

  /// `clamp(RNE(factor·v) + zeroPoint)` in real arithmetic.
  static SourceRule exact(Rational factor, Parameters y) {
    return new ExactChain(
        List.of(
            new ExactStep.Affine(Surd.of(factor), Surd.of(Rational.ZERO)),
            new ExactStep.Round(Rounding.HALF_EVEN),
            new ExactStep.Affine(Surd.ONE, Surd.of(Rational.of(y.zeroPoint()))),
            new ExactStep.AtLeast(Rational.of(y.lo())),
            new ExactStep.AtMost(Rational.of(y.hi()))));
  }

  /// What one unit of the accumulator is worth, along an axis of `shape`.
  static RationalTensor accumulator(Parameters x, Parameters w, Shape shape) {
    List<Rational> steps = new ArrayList<>();
    for (int i = 0; i < w.scales().length; i++) {
      steps.add(x.step(0).multiply(w.step(i)));
    }
    return new RationalTensor(steps.size() == 1 ? Shape.SCALAR : shape, steps);
  }

  static RealRequantize of(
      Ref x, RationalTensor step, Shape shape, List<SourceRule> rules, Parameters y) {
    return new RealRequantize(
        x,
        step,
        rules.size() == 1 ? Shape.SCALAR : shape,
        rules,
        y.type().integers(),
        y.step(0),
        y.zeroPoint());
  }
}
