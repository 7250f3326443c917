package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;

/// AVERAGE_POOL_2D: `clamp(roundHalfAway(Σ q / n))` of the codes themselves, where `n` counts the
/// window's elements that lie inside. So it depends on the zero point: the network sums `x + z·s`.
///
/// The same in all runtimes; XNNPACK does not take it.
///
/// Source: tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h `AveragePool`.
final class AveragePoolReader implements OperatorReader {
  private static final IntType WIDE = IntType.signed(32);

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.quantizedInput(0);
    site.quantizedOutput();
    PoolOptions options = site.options(BuiltinOptions.Pool2DOptions, PoolOptions::of);
    PoolOptions.Windows windows = options.windows(site, x);
    CodeBounds bounds = site.builtinBounds(options.activation());
    Quantization q = site.perTensor(x);
    Shape image = Axes.channelSecond(x.shape());
    Shape out = site.output().shape();

    Ref codes = Axes.channelSecond(site, "image", site.value(x), x.shape());
    if (q.zeroPoint() != 0) {
      Ref zero =
          site.constant("zero", RealTensor.number(q.step().multiply(Rational.of(q.zeroPoint()))));
      codes = site.beside("codes", image, new RealAdd(codes, zero));
    }
    RealAveragePool pool =
        new RealAveragePool(
            codes,
            options.kernelH(),
            options.kernelW(),
            options.strideH(),
            options.strideW(),
            windows.rows().before(),
            windows.columns().before(),
            windows.rows().after(),
            windows.columns().after(),
            true);
    Ref mean = site.beside("mean", Axes.channelSecond(out), pool);
    long taps = (long) options.kernelH() * options.kernelW();
    Ref sums =
        site.beside(
            "sums",
            Axes.channelSecond(out),
            new RealMultiply(mean, site.constant("taps", RealTensor.number(Rational.of(taps)))));
    Ref sum = Axes.channelLast(site, "sum", sums, out);
    site.result(
        site.codeType(x).bits() == 16
            ? byBothSides(site, sum, q, counts(options, windows, x.shape()), bounds)
            : rounded(site, sum, q, counts(options, windows, x.shape()), bounds));
  }

  /// How many elements lie inside each window.
  private static long[] counts(PoolOptions options, PoolOptions.Windows windows, Shape shape) {
    int width = windows.columns().out();
    long[] counts = new long[windows.rows().out() * width];
    for (int i = 0; i < windows.rows().out(); i++) {
      long rows = windows.rows().covered(i, options.kernelH(), options.strideH(), shape.dim(1));
      for (int j = 0; j < width; j++) {
        counts[i * width + j] =
            rows * windows.columns().covered(j, options.kernelW(), options.strideW(), shape.dim(2));
      }
    }
    return counts;
  }

  private static RealRequantize rounded(
      OperatorSite site, Ref sum, Quantization q, long[] counts, CodeBounds bounds)
      throws OperatorSite.Refused {
    List<SourceRule> rules = new ArrayList<>();
    for (long count : counts) {
      rules.add(mean(count, bounds));
    }
    return site.requantize(
        sum, RationalTensor.scalar(q.step()), perWindow(site, rules), same(rules));
  }

  private static Shape perWindow(OperatorSite site, List<SourceRule> rules) {
    Shape out = site.output().shape();
    return same(rules).size() == 1 ? Shape.SCALAR : Shape.of(1, out.dim(1), out.dim(2), 1);
  }

  private static List<SourceRule> same(List<SourceRule> rules) {
    return rules.stream().distinct().count() == 1 ? rules.subList(0, 1) : rules;
  }

  /// The same for 16 bits: as ties go away from zero, no single shift does it for sums of both
  /// signs, and a threshold a code is too many. So each side of zero is rounded half up by itself.
  private static RealRequantize byBothSides(
      OperatorSite site, Ref sum, Quantization q, long[] counts, CodeBounds bounds)
      throws OperatorSite.Refused {
    Shape shape = site.output().shape();
    CodeBounds unbounded = CodeBounds.of(WIDE);
    List<SourceRule> rules = new ArrayList<>();
    for (long count : counts) {
      rules.add(unbounded.halfUp(Rational.ONE.divide(Rational.of(count)), 0));
    }
    List<Ref> sides = new ArrayList<>();
    Ref mirrored =
        site.beside(
            "mirrored",
            shape,
            new RealMultiply(sum, site.constant("minus", RealTensor.number(Rational.of(-1)))));
    for (Ref side : List.of(sum, mirrored)) {
      Ref positive = site.beside("side", shape, new RealRelu(side));
      sides.add(
          site.beside(
              "rounded",
              shape,
              new RealRequantize(
                  positive,
                  RationalTensor.scalar(q.step()),
                  perWindow(site, rules),
                  same(rules),
                  WIDE,
                  q.step(),
                  0)));
    }
    Ref both = site.beside("both", shape, new RealSubtract(sides.get(0), sides.get(1)));
    return site.requantize(
        both,
        RationalTensor.scalar(q.step()),
        Shape.SCALAR,
        List.of(bounds.halfUp(Rational.ONE, 0)));
  }

  private static SourceRule mean(long count, CodeBounds bounds) {
    List<ExactStep> steps = new ArrayList<>();
    Rational share = Rational.ONE.divide(Rational.of(count));
    steps.add(new ExactStep.Affine(Surd.of(share), Surd.ZERO));
    steps.add(new ExactStep.Round(Rounding.HALF_AWAY));
    steps.addAll(bounds.steps());
    return new ExactChain(steps);
  }
}
