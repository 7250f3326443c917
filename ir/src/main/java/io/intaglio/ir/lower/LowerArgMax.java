package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.real.Rational;

/// `ArgMax(a·v + b) → ArgMax(v)` where `a > 0` and `b` are the same for all; else the value is
/// brought to one step first.
///
/// Tempting and wrong: to pass a rectifier. Where several channels are negative, the rectified ones
/// tie and the lowest index wins, not the greatest code.
final class LowerArgMax {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;

  LowerArgMax(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
  }

  Pending lower(RealNode node, RealArgMax op, Pending x) {
    boolean ordered =
        x.chain().isAffine()
            && x.chain().affine().a().isUniform()
            && x.chain().affine().b().isUniform()
            && x.chain().affine().a().at(0).signum() > 0;
    Pending same = ordered ? x : bounds.uniform(x, node.result(), "ArgMax");
    Pending last = arrange.arrange(same, Layout.axisLast(same.layout().model(), op.axis()));
    Origin origin = node.origin().merge(last.origin());
    Value value =
        builder.add(node.result(), new ArgMax(last.ref()), Scale.of(Rational.ONE), origin);
    Layout layout = Layout.ofModel(node.shape()).inGraphShape(value.shape());
    return Pending.of(value, layout, Chain.IDENTITY);
  }
}
