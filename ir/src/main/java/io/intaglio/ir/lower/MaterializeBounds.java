package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.List;

/// `affine, bound, … → clamp, affine`: a chain becomes an affine map of a new integer value.
///
/// `max(a·v + b, t)` is `a·max(v, (t − b)/a) + b` where that bound of `v` is an integer (the least
/// for a positive slope, the greatest for a negative one); else both are brought to the grid of
/// their common step, on which `t` is zero. `v ↦ slope·v` below zero is
/// `slope·v + (1 − slope)·max(v, 0)`.
///
/// Tempting and wrong: to round the bound up. `max(v − 1/2, 0)` is not `max(v, 1) − 1/2`: at
/// `v = 0` it is 0 and not 1/2.
final class MaterializeBounds {
  private final GraphBuilder builder;
  private final EmitIntegerAffine emit;
  private final UnifyGrid grids;

  MaterializeBounds(GraphBuilder builder, EmitIntegerAffine emit, UnifyGrid grids) {
    this.builder = builder;
    this.emit = emit;
    this.grids = grids;
  }

  /// The same tensor with a rational affine chain.
  ///
  /// @param reason what needs integers, as in "MatMul"
  Pending affine(Pending x, String tensor, String reason) {
    Pending done = x.with(Chain.IDENTITY);
    for (Chain.Step step : x.chain().steps()) {
      done =
          switch (step) {
            case Chain.Affine affine -> done.with(done.chain().then(affine));
            case Chain.AtLeast(Rational bound) -> atLeast(done, bound, tensor, reason);
            case Chain.LeakyRectify(Rational slope) -> leaky(done, slope, tensor, reason);
          };
    }
    if (!done.chain().isAffine()) {
      throw UnifyGrid.irrational(done, tensor, reason);
    }
    return done;
  }

  /// The same tensor as a multiple of one step.
  Pending uniform(Pending x, String tensor, String reason) {
    return grids.uniform(affine(x, tensor, reason), tensor, reason);
  }

  private Pending atLeast(Pending x, Rational bound, String tensor, String reason) {
    Chain.Affine affine = UnifyGrid.rational(x, tensor, reason);
    Shape joint = affine.shape();
    List<Surd> a = affine.a().over(joint);
    List<Surd> b = affine.b().over(joint);
    long[] lo = new long[joint.size()];
    long[] hi = new long[joint.size()];
    boolean whole = true;
    for (int i = 0; i < lo.length && whole; i++) {
      lo[i] = x.value().range().min();
      hi[i] = x.value().range().max();
      Rational slope = a.get(i).p();
      if (slope.signum() == 0) {
        whole = b.get(i).p().compareTo(bound) >= 0;
        continue;
      }
      Rational at = bound.subtract(b.get(i).p()).divide(slope);
      whole = at.isInteger();
      if (whole && slope.signum() > 0) {
        lo[i] = at.num().max(big(lo[i])).min(big(hi[i])).longValueExact();
        whole = at.num().compareTo(big(hi[i])) <= 0;
      } else if (whole) {
        hi[i] = at.num().min(big(hi[i])).max(big(lo[i])).longValueExact();
        whole = at.num().compareTo(big(lo[i])) >= 0;
      }
    }
    Origin origin = x.value().origin().merge(x.origin());
    if (whole) {
      Value clamped =
          emit.clamp(
              x.value(),
              tensor,
              "clamped",
              IntTensor.of(joint, lo),
              IntTensor.of(joint, hi),
              Pending.scale(x.chain()),
              origin);
      return x.with(clamped);
    }
    return grids.fromBound(x, bound, tensor, reason);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private Pending leaky(Pending x, Rational slope, String tensor, String reason) {
    Pending zero = grids.zeroOffset(x, tensor, reason);
    Origin origin = zero.value().origin().merge(zero.origin());
    Chain.Affine affine = zero.chain().affine();
    if (affine.a().values().stream().anyMatch(v -> v.signum() < 0)) {
      throw new IllegalStateException("a negative step");
    }
    long most = Math.max(zero.value().range().max(), 0);
    Value positive =
        emit.clamp(
            zero.value(),
            tensor,
            "positive",
            IntTensor.scalar(0),
            IntTensor.scalar(most),
            Pending.scale(zero.chain()),
            origin);
    Rational step = CommonStep.of(slope, Rational.ONE.subtract(slope));
    long below = multiple(slope, step, tensor, origin);
    long above = multiple(Rational.ONE.subtract(slope), step, tensor, origin);
    Chain chain = Chain.scale(affine.a().map(v -> v.multiply(step)));
    Value sum = combine(zero.value(), positive, below, above, tensor, chain, origin);
    return zero.with(sum).with(chain);
  }

  private Value combine(
      Value x, Value positive, long below, long above, String tensor, Chain chain, Origin origin) {
    Combine combine =
        new Combine(
            List.of(new Ref(x.name()), new Ref(positive.name())),
            IntTensor.of(Shape.of(2), below, above),
            IntTensor.scalar(0),
            IntTensor.scalar(0),
            IntTensor.scalar(0),
            IntTensor.scalar(Long.MIN_VALUE >> 1),
            IntTensor.scalar(Long.MAX_VALUE >> 1));
    return builder.addBeside(tensor, "rectified", combine, Pending.scale(chain), origin);
  }

  private static long multiple(Rational part, Rational step, String tensor, Origin origin) {
    return CommonStep.multiple(
        part,
        step,
        wide ->
            Refusal.notInteger(
                origin,
                "the slope of the rectifier that makes '" + tensor + "' has too many bits",
                "use a slope that is a small fraction of a power of two"));
  }
}
