package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `chain, wrapping quantizer → rescale without bounds, wrap`. A value on the quantizer's grid is
/// not rescaled, one that its formats hold is not wrapped.
///
/// Tempting and wrong: to wrap before the rounding. Just below the upper end, the rounding itself
/// leaves the format.
final class LowerWrap {
  private final GraphBuilder builder;

  LowerWrap(GraphBuilder builder) {
    this.builder = builder;
  }

  Pending lower(RealNode node, RealWrapQuantize q, Pending x) {
    Coefficients scale = LowerQuantizer.spread(x.layout(), q.scale());
    Coefficients lo = LowerQuantizer.spread(x.layout(), q.lo());
    Coefficients hi = LowerQuantizer.spread(x.layout(), q.hi());
    Chain result = Chain.scale(scale);
    Coefficients share = scale.map(v -> Surd.of(Rational.ONE.divide(v.p())));
    Chain scaled = x.chain().then(new Chain.Affine(share, Coefficients.ZERO));
    Shape joint = Coefficients.join(scaled.shape(), Coefficients.join(lo.shape(), hi.shape()));
    List<List<ExactStep>> steps = scaled.exactSteps(scaled.shape());
    steps.forEach(list -> list.add(new ExactStep.Round(q.rounding())));
    Shape of = scaled.shape();
    boolean rounded = !scaled.steps().isEmpty();
    Reach reach = reach(x, of, steps, lo, hi);
    Origin origin = node.origin().merge(x.origin());
    if (reach.fits()) {
      return rounded
          ? LowerQuantizer.close(builder, node, x, of, steps, reach.type(), result)
          : x.with(result).from(node.origin());
    }
    Value code =
        rounded
            ? builder.rescaleBeside(
                node.result(),
                "rounded",
                x.value(),
                of,
                LowerQuantizer.rules(node, origin, steps),
                reach.type(),
                Pending.scale(result),
                origin)
            : x.value();
    Wrap wrap = wrap(new Ref(code.name()), lo.over(joint), hi.over(joint), joint);
    Value value = builder.add(node.result(), wrap, Pending.scale(result), origin);
    return Pending.of(value, x.layout(), result);
  }

  private static Wrap wrap(Ref x, List<Surd> lo, List<Surd> hi, Shape joint) {
    long[] least = new long[joint.size()];
    long[] bits = new long[least.length];
    for (int i = 0; i < least.length; i++) {
      least[i] = lo.get(i).p().num().longValueExact();
      long span = hi.get(i).p().num().longValueExact() - least[i];
      bits[i] = (long) Long.SIZE - Long.numberOfLeadingZeros(span);
    }
    return new Wrap(x, IntTensor.of(joint, least), IntTensor.of(joint, bits));
  }

  /// What the rounding alone gives.
  ///
  /// @param fits whether the quantizer's formats hold all of it
  private record Reach(IntType type, boolean fits) {}

  private static Reach reach(
      Pending x, Shape of, List<List<ExactStep>> steps, Coefficients lo, Coefficients hi) {
    Range range = x.value().range().broadcastTo(x.shape());
    int[] index = of.broadcastIndex(x.shape());
    List<Surd> least = lo.over(x.shape());
    List<Surd> most = hi.over(x.shape());
    long low = 0;
    long high = 0;
    boolean fits = true;
    for (int i = 0; i < index.length; i++) {
      ExactChain rule = new ExactChain(steps.get(index[i]));
      for (long end : new long[] {range.lo(i), range.hi(i)}) {
        long code = rule.apply(end);
        low = Math.min(low, code);
        high = Math.max(high, code);
        Surd given = Surd.of(code);
        fits &= given.compareTo(least.get(i).p()) >= 0 && given.compareTo(most.get(i).p()) <= 0;
      }
    }
    return new Reach(IntType.holding(low, high), fits);
  }
}
