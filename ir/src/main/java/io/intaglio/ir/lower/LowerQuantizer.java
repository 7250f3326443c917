package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `chain, quantizer → one rescale`, whose code is worth the quantizer's scale.
///
/// A quantizer of a value that is on its grid already only bounds it, and one whose bounds hold all
/// of it is the value itself.
///
/// Tempting and wrong: to merge a quantizer of another grid into the one behind it. Of steps 1 and
/// 2, 2.6 goes to 3 and then, as 3/2 is a tie, to 4; at once it goes to 2.
final class LowerQuantizer {
  private final GraphBuilder builder;
  private final EmitIntegerAffine emit;

  LowerQuantizer(GraphBuilder builder, EmitIntegerAffine emit) {
    this.builder = builder;
    this.emit = emit;
  }

  Pending quantize(RealNode node, RealQuantize q, Pending x) {
    Coefficients scale = spread(x.layout(), q.scale());
    Coefficients zero = spread(x.layout(), q.zeroPoint());
    Coefficients lo = spread(x.layout(), q.lo());
    Coefficients hi = spread(x.layout(), q.hi());
    Chain scaled = x.chain().then(new Chain.Affine(inverse(scale), zero));
    Chain result = real(scale, zero);
    Optional<Pending> bounded = onGrid(node, x, scaled, lo, hi, result);
    if (bounded.isPresent()) {
      return bounded.get();
    }
    Shape joint = joint(scaled.shape(), lo.shape(), hi.shape());
    List<List<ExactStep>> steps = scaled.exactSteps(joint);
    List<Surd> least = lo.over(joint);
    List<Surd> most = hi.over(joint);
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).add(new ExactStep.AtLeast(least.get(i).p()));
      steps.get(i).add(new ExactStep.AtMost(most.get(i).p()));
      steps.get(i).add(new ExactStep.Round(q.rounding()));
    }
    return close(node, x, joint, steps, IntType.holding(q.lo().min(), q.hi().max()), result);
  }

  Pending bipolar(RealNode node, RealBipolar q, Pending x) {
    List<Rational> scales = IntegerWeights.exact(q.scale());
    Coefficients scale =
        Coefficients.spread(x.layout(), q.scale().shape(), i -> Surd.of(scales.get(i)));
    Shape joint = x.chain().shape();
    List<List<ExactStep>> steps = x.chain().exactSteps(joint);
    steps.forEach(list -> list.add(new ExactStep.Sign()));
    return close(node, x, joint, steps, IntType.signed(2), Chain.scale(scale));
  }

  Pending truncate(RealNode node, RealTruncate q, Pending x) {
    Coefficients scale = spread(x.layout(), q.scale());
    Coefficients zero = spread(x.layout(), q.zeroPoint());
    Chain scaled = x.chain().then(new Chain.Affine(inverse(scale), zero));
    Chain result = real(spread(x.layout(), q.outScale()), spread(x.layout(), q.outZeroPoint()));
    Surd share = Surd.of(Rational.powerOfTwo(-q.shift()));
    Shape joint = scaled.shape();
    List<List<ExactStep>> steps = scaled.exactSteps(joint);
    for (List<ExactStep> list : steps) {
      list.add(new ExactStep.Round(Rounding.HALF_EVEN));
      list.add(new ExactStep.Affine(share, Surd.ZERO));
      if (q.clamps()) {
        list.add(new ExactStep.AtLeast(Rational.of(q.lo())));
        list.add(new ExactStep.AtMost(Rational.of(q.hi())));
      }
      list.add(new ExactStep.Round(q.rounding()));
    }
    IntType type = q.clamps() ? IntType.holding(q.lo(), q.hi()) : reach(x, joint, steps);
    return close(node, x, joint, steps, type, result);
  }

  /// A type that holds what unbounded rules give: they are monotone, so ends of ranges suffice.
  private static IntType reach(Pending x, Shape joint, List<List<ExactStep>> steps) {
    var range = x.value().range().broadcastTo(x.shape());
    int[] index = joint.broadcastIndex(x.shape());
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (int i = 0; i < index.length; i++) {
      ExactChain rule = new ExactChain(steps.get(index[i]));
      for (long end : new long[] {rule.apply(range.lo(i)), rule.apply(range.hi(i))}) {
        lo = Math.min(lo, end);
        hi = Math.max(hi, end);
      }
    }
    return IntType.holding(lo, hi);
  }

  private Pending close(
      RealNode node,
      Pending x,
      Shape joint,
      List<List<ExactStep>> steps,
      IntType type,
      Chain result) {
    return close(builder, node, x, joint, steps, type, result);
  }

  static Pending close(
      GraphBuilder builder,
      RealNode node,
      Pending x,
      Shape joint,
      List<List<ExactStep>> steps,
      IntType type,
      Chain result) {
    Origin origin = node.origin().merge(x.origin());
    Value value =
        builder.rescale(
            node.result(),
            x.value(),
            joint,
            rules(node, origin, steps),
            type,
            Pending.scale(result),
            origin);
    return Pending.of(value, x.layout(), result);
  }

  /// The steps of each element as its rule.
  ///
  /// @throws Refusal if they have two roots
  static List<SourceRule> rules(RealNode node, Origin origin, List<List<ExactStep>> steps) {
    List<SourceRule> rules = new ArrayList<>();
    for (List<ExactStep> list : steps) {
      if (!oneRoot(list)) {
        throw Refusal.noForm(
            origin,
            "two batch normalisations stand between the quantizers before '" + node.result() + "'",
            "put a quantizer between them or fold one into the other");
      }
      rules.add(new ExactChain(list));
    }
    return rules;
  }

  private static boolean oneRoot(List<ExactStep> steps) {
    return steps.stream()
            .filter(s -> s instanceof ExactStep.Affine)
            .map(s -> (ExactStep.Affine) s)
            .flatMap(s -> List.of(s.a(), s.b()).stream())
            .filter(v -> !v.isRational())
            .map(Surd::d)
            .distinct()
            .count()
        <= 1;
  }

  /// Where the chain brings the value to the quantizer's codes by adding one integer at most.
  private Optional<Pending> onGrid(
      RealNode node, Pending x, Chain scaled, Coefficients lo, Coefficients hi, Chain result) {
    if (!scaled.isAffine()) {
      return Optional.empty();
    }
    Chain.Affine affine = scaled.affine();
    boolean shifted =
        affine.a().equals(Coefficients.ONE)
            && affine.b().isUniform()
            && affine.b().isRational()
            && affine.b().at(0).p().isInteger();
    if (!shifted || affine.b().at(0).p().num().bitLength() > 60) {
      return Optional.empty();
    }
    long shift = affine.b().at(0).p().num().longValueExact();
    Value bounded =
        emit.clamp(
            x.value(),
            node.result(),
            "clamped",
            shifted(lo, shift),
            shifted(hi, shift),
            x.value().scale(),
            node.origin().merge(x.origin()));
    Chain.Affine code = new Chain.Affine(Coefficients.ONE, affine.b());
    return Optional.of(x.with(bounded).with(result.after(code)).from(node.origin()));
  }

  private static IntTensor shifted(Coefficients bound, long shift) {
    long[] all =
        bound.rationals().stream()
            .mapToLong(v -> Math.subtractExact(v.num().longValueExact(), shift))
            .toArray();
    return IntTensor.of(bound.shape(), all);
  }

  /// `code ↦ (code − zero)·scale`.
  static Chain real(Coefficients scale, Coefficients zero) {
    return Chain.of(new Chain.Affine(scale, zero.combine(scale, Surd::multiply).map(Surd::negate)));
  }

  private static Coefficients inverse(Coefficients scale) {
    return scale.map(v -> Surd.of(Rational.ONE.divide(v.p())));
  }

  static Coefficients spread(Layout layout, FloatTensor tensor) {
    return Coefficients.spread(layout, tensor.shape(), i -> Surd.of(Rational.of(tensor.at(i))));
  }

  static Coefficients spread(Layout layout, IntTensor tensor) {
    return Coefficients.spread(layout, tensor.shape(), i -> Surd.of(tensor.at(i)));
  }

  private static Shape joint(Shape... shapes) {
    Shape joint = Shape.SCALAR;
    for (Shape shape : shapes) {
      joint = Coefficients.join(joint, shape);
    }
    return joint;
  }
}
