package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// `(a₁·v₁ + b₁) ± (a₂·v₂ + b₂) → g·(k₁·v₁ ± k₂·v₂) + (b₁ ± b₂)` with the common step `g`:
/// `Add`, `Sub` or a `Combine` that rounds nothing. Offsets stay in the chain.
///
/// Where one operand is repeated along an axis, both are brought to the grid of the common step.
///
/// Side conditions: both chains are affine and rational (bounds are made into integers first), and
/// the sum fits 63 bits.
///
/// Tempting and wrong: to add the codes where the scales are nearly equal. Quantizers before a
/// residual addition rarely share a scale, and 0.1 is not 0.099999994.
final class LowerAddition {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final UnifyGrid grids;

  LowerAddition(
      GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds, UnifyGrid grids) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.grids = grids;
  }

  /// `x + sign·y`.
  Pending add(RealNode node, Pending x, Pending y, int sign) {
    String tensor = node.result();
    String reason = sign > 0 ? "Add" : "Sub";
    Operands pair =
        Operands.of(
            arrange, node, bounds.affine(x, tensor, reason), bounds.affine(y, tensor, reason));
    Pending left = pair.x();
    Pending right = pair.y();
    if (!left.shape().equals(right.shape())) {
      return broadcast(node, left, right, sign);
    }
    Chain.Affine f = UnifyGrid.rational(left, tensor, reason);
    Chain.Affine g = UnifyGrid.rational(right, tensor, reason);
    Origin origin = node.origin().merge(left.origin()).merge(right.origin());
    Coefficients step =
        f.a().combine(g.a(), (p, q) -> Surd.of(CommonStep.orOne(Stream.of(p.p(), q.p()))));
    IntTensor k = factors(f.a(), step, 1, tensor, origin);
    IntTensor l = factors(g.a(), step, sign, tensor, origin);
    Coefficients offset = f.b().combine(g.b(), (p, q) -> sign > 0 ? p.add(q) : p.subtract(q));
    Chain chain = Chain.of(new Chain.Affine(step, offset));
    Value value = builder.add(tensor, op(left, right, k, l), Pending.scale(chain), origin);
    return Pending.of(value, left.layout(), chain);
  }

  /// Both on the grid of their common step: codes then add as they are. A difference whose first
  /// operand is the smaller is taken the other way round, with a negative step.
  private Pending broadcast(RealNode node, Pending x, Pending y, int sign) {
    String tensor = node.result();
    String reason = sign > 0 ? "Add" : "Sub";
    Pending one = grids.uniform(x, tensor, reason);
    Pending other = grids.uniform(y, tensor, reason);
    Pending left = grids.uniformWith(one, step(other), tensor, reason);
    Pending right = grids.uniformWith(other, step(one), tensor, reason);
    boolean fits = right.shape().broadcastsTo(left.shape());
    Pending large = fits ? left : right;
    Pending small = fits ? right : left;
    Op op = sign > 0 ? new Add(large.ref(), small.ref()) : new Sub(large.ref(), small.ref());
    Rational step = step(large);
    Chain chain = Chain.scale(Coefficients.of(sign < 0 && !fits ? step.negate() : step));
    Origin origin = node.origin().merge(left.origin()).merge(right.origin());
    Value value = builder.add(tensor, op, Pending.scale(chain), origin);
    return Pending.of(value, large.layout(), chain);
  }

  private static Rational step(Pending x) {
    return x.chain().affine().a().at(0).p();
  }

  private static Op op(Pending x, Pending y, IntTensor k, IntTensor l) {
    boolean one = all(k, 1);
    if (one && all(l, 1)) {
      return new Add(x.ref(), y.ref());
    }
    if (one && all(l, -1)) {
      return new Sub(x.ref(), y.ref());
    }
    return combine(x, y, k, l);
  }

  private static boolean all(IntTensor tensor, long value) {
    return tensor.stream().allMatch(v -> v == value);
  }

  private static Combine combine(Pending x, Pending y, IntTensor k, IntTensor l) {
    Shape row = Coefficients.join(k.shape(), l.shape());
    int[] kIndex = k.shape().broadcastIndex(row);
    int[] lIndex = l.shape().broadcastIndex(row);
    int size = row.size();
    long[] m = new long[2 * size];
    Arrays.setAll(m, i -> i < size ? k.at(kIndex[i]) : l.at(lIndex[i - size]));
    return new Combine(
        List.of(x.ref(), y.ref()),
        IntTensor.of(row.prepend(2), m),
        IntTensor.scalar(0),
        IntTensor.scalar(0),
        IntTensor.scalar(0),
        IntTensor.scalar(-(1L << 62)),
        IntTensor.scalar((1L << 62) - 1));
  }

  private static IntTensor factors(
      Coefficients a, Coefficients step, int sign, String tensor, Origin origin) {
    Coefficients ratio =
        a.combine(step, (p, g) -> Surd.of(p.p().divide(g.p()).multiply(Rational.of(sign))));
    long[] all =
        ratio.rationals().stream()
            .map(Rational::num)
            .mapToLong(
                n -> {
                  if (n.bitLength() > 62) {
                    throw tooFine(n, tensor, origin);
                  }
                  return n.longValueExact();
                })
            .toArray();
    return IntTensor.of(ratio.shape(), all).collapsed();
  }

  private static Refusal tooFine(BigInteger factor, String tensor, Origin origin) {
    return Refusal.notInteger(
        origin,
        "the scales of the operands of '"
            + tensor
            + "' have no common step within 63 bits ("
            + (factor.bitLength() + 1)
            + " are needed)",
        "give both operands quantizers of one scale");
  }
}
