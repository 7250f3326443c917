package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `a·v + b → g·c`: the affine map of a value becomes the step of another, whose codes are
/// `c = (a/g)·v + b/g` with the greatest `g` that makes both integers.
///
/// Side condition: slopes and offsets are rational and the codes fit 63 bits.
///
/// Tempting and wrong: to take the least slope for the step. Slopes 2/3 and 1 are no multiples of
/// 2/3; their common step is 1/3.
final class UnifyGrid {
  private final EmitIntegerAffine emit;

  UnifyGrid(EmitIntegerAffine emit) {
    this.emit = emit;
  }

  /// The affine chain of `x`, which must be rational.
  static Chain.Affine rational(Pending x, String tensor, String reason) {
    if (!x.chain().isAffine() || !x.chain().affine().isRational()) {
      throw irrational(x, tensor, reason);
    }
    return x.chain().affine();
  }

  static Refusal irrational(Pending x, String tensor, String reason) {
    return Refusal.notInteger(
        x.value().origin().merge(x.origin()),
        reason
            + " needs integers, but the batch normalisation before '"
            + tensor
            + "' leaves irrational numbers that no quantizer follows",
        "quantize the result of the batch normalisation, or fold it into the layer before it");
  }

  /// The same tensor as `g·c`, with a positive step for each element that the slopes tell apart.
  Pending zeroOffset(Pending x, String tensor, String reason) {
    Chain.Affine affine = rational(x, tensor, reason);
    boolean done =
        affine.b().isZero() && affine.a().values().stream().allMatch(v -> v.signum() > 0);
    return done ? x : emit(x, affine, steps(affine, Rational.ZERO), Rational.ZERO, false, tensor);
  }

  /// The same tensor as `g·c` with one positive step for all elements.
  Pending uniform(Pending x, String tensor, String reason) {
    Chain.Affine affine = rational(x, tensor, reason);
    boolean done = affine.b().isZero() && affine.a().isUniform() && affine.a().at(0).signum() > 0;
    if (done) {
      return x;
    }
    return emit(x, affine, one(affine, Stream.empty()), Rational.ZERO, false, tensor);
  }

  /// As [#uniform], on a grid that holds `number` too.
  Pending uniformWith(Pending x, Rational number, String tensor, String reason) {
    Chain.Affine affine = rational(x, tensor, reason);
    return emit(x, affine, one(affine, Stream.of(number)), Rational.ZERO, false, tensor);
  }

  /// `max(x, bound)` as `g·c + bound` with `c >= 0`.
  Pending fromBound(Pending x, Rational bound, String tensor, String reason) {
    Chain.Affine affine = rational(x, tensor, reason);
    return emit(x, affine, steps(affine, bound), bound, true, tensor);
  }

  private static Coefficients one(Chain.Affine affine, Stream<Rational> more) {
    Stream<Rational> all =
        Stream.of(affine.a().rationals().stream(), affine.b().rationals().stream(), more)
            .flatMap(s -> s);
    return Coefficients.of(CommonStep.orOne(all));
  }

  private static Coefficients steps(Chain.Affine affine, Rational origin) {
    return affine
        .a()
        .combine(
            affine.b(),
            (a, b) -> Surd.of(CommonStep.orOne(Stream.of(a.p(), b.p().subtract(origin)))));
  }

  private Pending emit(
      Pending x,
      Chain.Affine affine,
      Coefficients steps,
      Rational origin,
      boolean bounded,
      String tensor) {
    Shape joint = Coefficients.join(affine.shape(), steps.shape());
    List<Surd> a = affine.a().over(joint);
    List<Surd> b = affine.b().over(joint);
    List<Surd> g = steps.over(joint);
    Origin origins = x.value().origin().merge(x.origin());
    long[] k = new long[joint.size()];
    long[] o = new long[joint.size()];
    for (int i = 0; i < k.length; i++) {
      k[i] = multiple(a.get(i).p(), g.get(i).p(), tensor, origins);
      o[i] = multiple(b.get(i).p().subtract(origin), g.get(i).p(), tensor, origins);
    }
    Chain chain = Chain.of(new Chain.Affine(steps, Coefficients.of(origin)));
    EmitIntegerAffine.Factors factors =
        new EmitIntegerAffine.Factors(
            IntTensor.of(joint, k), IntTensor.of(joint, o), bounded ? 0 : Long.MIN_VALUE);
    String suffix = bounded ? "rectified" : "scaled";
    Value value = emit.emit(x.value(), tensor, suffix, factors, Pending.scale(chain), origins);
    Origin left = value.equals(x.value()) ? x.origin() : Origin.NONE;
    return new Pending(value, x.layout(), chain, x.exclusive(), left);
  }

  private static long multiple(Rational number, Rational step, String tensor, Origin origin) {
    return CommonStep.multiple(
        number,
        step,
        wide ->
            new Refusal(
                Code.LOW_TOO_WIDE,
                origin,
                "the scales and offsets of '"
                    + tensor
                    + "' have no common step within 63 bits ("
                    + wide.bitLength()
                    + " are needed)",
                "put a quantizer behind it"));
  }

  /// The codes that stand for zero, one for each element of the affine map's shape; empty if one is
  /// no integer.
  static Optional<List<Long>> zeroPoints(Chain.Affine affine) {
    Shape joint = affine.shape();
    List<Surd> a = affine.a().over(joint);
    List<Surd> b = affine.b().over(joint);
    List<Long> zeros = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      if (b.get(i).signum() == 0) {
        zeros.add(0L);
        continue;
      }
      if (!a.get(i).isRational() || !b.get(i).isRational() || a.get(i).signum() == 0) {
        return Optional.empty();
      }
      Rational zero = b.get(i).p().negate().divide(a.get(i).p());
      if (!zero.isInteger() || zero.num().bitLength() > 62) {
        return Optional.empty();
      }
      zeros.add(zero.num().longValueExact());
    }
    return Optional.of(zeros);
  }
}
