package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// `(a·v)·(b·w) → (a·b)·MatMul(v, w)` where both operands have one step; zero points are subtracted
/// first.
///
/// Tempting and wrong: to leave a zero point in the chain. `Σ (v − z)·w` is not `Σ v·w` less a
/// constant: `w` is no constant.
final class LowerBatchMatMul {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;

  LowerBatchMatMul(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
  }

  Pending lower(RealNode node, Pending x, Pending y) {
    Pending a = matrix(node, x);
    Pending b = matrix(node, y);
    Rational step = step(a).multiply(step(b));
    Chain chain = Chain.scale(Coefficients.of(step));
    Origin origin = node.origin().merge(a.origin()).merge(b.origin());
    Value value =
        builder.add(node.result(), new MatMul(a.ref(), b.ref()), Pending.scale(chain), origin);
    return Pending.of(value, layout(node.shape()), chain);
  }

  private Pending matrix(RealNode node, Pending x) {
    Pending uniform = bounds.uniform(x, node.result(), "MatMul");
    return arrange.arrange(uniform, layout(uniform.layout().model()));
  }

  private static Rational step(Pending x) {
    return x.chain().affine().a().at(0).p();
  }

  /// Without a batch axis of 1, but always with two axes.
  private static Layout layout(Shape model) {
    int first = model.rank() > 2 && model.dim(0) == 1 ? 1 : 0;
    List<Integer> axes = IntStream.range(first, model.rank()).boxed().toList();
    return Layout.ofAxes(model, axes);
  }
}
