package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.real.Surd;

/// `x·y → (g₁·g₂)·Mul(c₁, c₂)` for two tensors that are both multiples of a step.
///
/// Side condition: zero points are given to the values first, as codes of a zero offset.
///
/// Tempting and wrong: to multiply codes with zero points and correct by a constant. The correction
/// `z₁·v₂ + z₂·v₁` depends on the values.
final class LowerProduct {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final UnifyGrid grids;

  LowerProduct(
      GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds, UnifyGrid grids) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.grids = grids;
  }

  Pending multiply(RealNode node, Pending x, Pending y) {
    Operands pair = Operands.of(arrange, node, zeroBased(x, node), zeroBased(y, node));
    boolean fits = pair.y().shape().broadcastsTo(pair.x().shape());
    Pending left = fits ? pair.x() : pair.y();
    Pending right = fits ? pair.y() : pair.x();
    Coefficients step =
        left.chain().affine().a().combine(right.chain().affine().a(), Surd::multiply);
    Chain chain = Chain.scale(step);
    Origin origin = node.origin().merge(left.origin()).merge(right.origin());
    Mul mul = new Mul(left.ref(), right.ref());
    Value value = builder.add(node.result(), mul, Pending.scale(chain), origin);
    return Pending.of(value, left.layout(), chain);
  }

  private Pending zeroBased(Pending x, RealNode node) {
    String tensor = node.result();
    Pending affine = bounds.affine(x, tensor, "Mul");
    return affine.chain().affine().b().isZero() ? affine : grids.zeroOffset(affine, tensor, "Mul");
  }
}
