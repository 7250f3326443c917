package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

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
    Shape model = same.layout().model();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < model.rank(); axis++) {
      if (axis != op.axis() && !(axis == 0 && model.dim(0) == 1)) {
        axes.add(axis);
      }
    }
    axes.add(op.axis());
    Pending last = arrange.arrange(same, Layout.ofAxes(model, axes));
    Origin origin = node.origin().merge(last.origin());
    Value value =
        builder.add(node.result(), new ArgMax(last.ref()), Scale.of(Rational.ONE), origin);
    Layout layout = Layout.ofModel(node.shape()).inGraphShape(value.shape());
    return Pending.of(value, layout, Chain.IDENTITY);
  }
}
