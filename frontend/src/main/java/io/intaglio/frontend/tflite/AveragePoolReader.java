package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
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

    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < windows.rows().out(); i++) {
      long rows = windows.rows().covered(i, options.kernelH(), options.strideH(), x.shape().dim(1));
      for (int j = 0; j < windows.columns().out(); j++) {
        long columns =
            windows.columns().covered(j, options.kernelW(), options.strideW(), x.shape().dim(2));
        rules.add(mean(rows * columns, bounds));
      }
    }
    boolean one = rules.stream().distinct().count() == 1;
    site.result(
        site.requantize(
            sum,
            RationalTensor.scalar(q.step()),
            one ? Shape.SCALAR : Shape.of(1, out.dim(1), out.dim(2), 1),
            one ? rules.subList(0, 1) : rules));
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
