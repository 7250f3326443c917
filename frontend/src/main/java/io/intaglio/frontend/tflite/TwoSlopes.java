package io.intaglio.frontend.tflite;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `clamp(M₁(max(x, 0)) ± M₂(min(x, 0)) + z)`: a function with one fixed-point multiplier on each
/// side of zero, as a sum of both sides, of which one is always zero.
final class TwoSlopes {
  private static final IntType WIDE = IntType.signed(32);
  private static final CodeBounds UNBOUNDED = CodeBounds.of(WIDE);

  private TwoSlopes() {}

  /// `min(x, 0)`, as `−max(−x, 0)`, which bounds it by the input's own range.
  static Ref negativeSide(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    Ref below = below(site, x);
    return site.beside("negative", x.shape(), new RealMultiply(below, minus(site)));
  }

  /// `max(−x, 0)`.
  static Ref below(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    RealMultiply mirror = new RealMultiply(site.value(x), minus(site));
    Ref mirrored = site.beside("mirrored", x.shape(), mirror);
    return site.beside("rectified", x.shape(), new RealRelu(mirrored));
  }

  private static Ref minus(OperatorSite site) {
    return site.constant("minus", new RealTensor.Stored(FloatTensor.scalar(-1)));
  }

  private static Ref positiveSide(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    return site.beside("positive", x.shape(), new RealRelu(site.value(x)));
  }

  /// Emits the output.
  ///
  /// @param negative an integer multiple of `step` for each element below zero, else 0
  /// @param falls whether what `below` makes of `negative` is subtracted
  static void emit(
      OperatorSite site,
      FlatTensor x,
      double above,
      Ref negative,
      Rational step,
      double below,
      boolean falls)
      throws OperatorSite.Refused {
    FlatTensor y = site.output();
    Quantization out = site.perTensor(y);
    Ref right = scaled(site, "right", positiveSide(site, x), site.perTensor(x).step(), above);
    Ref left = scaled(site, "left", negative, step, below);
    Ref sum =
        site.beside(
            "sum", y.shape(), falls ? new RealSubtract(right, left) : new RealAdd(right, left));
    IntType type = site.codeType(y);
    site.result(
        site.requantize(
            sum,
            RationalTensor.scalar(out.step()),
            Shape.SCALAR,
            List.of(
                new ExactChain(
                    List.of(
                        new ExactStep.Affine(Surd.ONE, Surd.of(Rational.of(out.zeroPoint()))),
                        new ExactStep.AtLeast(Rational.of(type.min())),
                        new ExactStep.AtMost(Rational.of(type.max())))))));
  }

  private static Ref scaled(OperatorSite site, String name, Ref x, Rational step, double factor)
      throws OperatorSite.Refused {
    SourceRule rule = site.requantization(factor, 0, UNBOUNDED);
    return site.beside(
        name,
        site.output().shape(),
        new RealRequantize(
            x,
            RationalTensor.scalar(step),
            Shape.SCALAR,
            List.of(rule),
            WIDE,
            site.perTensor(site.output()).step(),
            0));
  }
}
