package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// `Σ (a·v + b) over n elements → a·SumPool(v) + n·b`, one window of height `n` over the axes that
/// go, the others side by side as channels.
///
/// Side condition: the chain is affine and the same for all elements of a sum.
///
/// Tempting and wrong: to leave the offset as it is. A sum of `n` codes has `n` zero points.
final class LowerReduceSum {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;

  LowerReduceSum(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
  }

  Pending lower(RealNode node, RealReduceSum op, Pending x) {
    String tensor = node.result();
    Shape model = x.layout().model();
    List<Integer> gone = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int count = 1;
    int channels = 1;
    for (int axis = 0; axis < model.rank(); axis++) {
      if (axis == 0 && model.dim(0) == 1) {
        continue;
      }
      if (op.axes().contains(axis)) {
        gone.add(axis);
        count = Math.multiplyExact(count, model.dim(axis));
      } else {
        kept.add(axis);
        channels = Math.multiplyExact(channels, model.dim(axis));
      }
    }
    List<Integer> axes = new ArrayList<>(gone);
    axes.addAll(kept);
    Layout columns = Layout.ofAxes(model, axes).inGraphShape(Shape.of(count, 1, channels));
    Pending affine = arrange.arrange(bounds.affine(x, tensor, "a sum"), columns);
    Chain.Affine map = affine.chain().affine();
    if (!map.a().isPerChannel() || !map.b().isPerChannel()) {
      affine = arrange.arrange(bounds.uniform(affine, tensor, "a sum"), columns);
      map = affine.chain().affine();
    }
    Surd n = Surd.of(count);
    Chain chain = Chain.of(new Chain.Affine(map.a(), map.b().map(b -> b.multiply(n))));
    Value value =
        builder.add(
            tensor,
            new SumPool(affine.ref(), count, 1, 1, 1),
            Pending.scale(chain),
            node.origin().merge(affine.origin()));
    return Pending.of(value, Layout.ofModel(node.shape()).inGraphShape(value.shape()), chain);
  }
}
