package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// `integer accumulator → rescale by the runtime's own rule`.
///
/// Side condition: the tensor is an integer multiple of the accumulator's step everywhere; factors
/// and offsets that the value does not have yet are given to it first.
///
/// Tempting and wrong: to scale the rule's input in the rule. Rules round what the runtime held in
/// its accumulator; another integer rounds otherwise.
final class LowerRequantize {
  private final GraphBuilder builder;
  private final MaterializeBounds bounds;
  private final EmitIntegerAffine emit;

  LowerRequantize(GraphBuilder builder, MaterializeBounds bounds, EmitIntegerAffine emit) {
    this.builder = builder;
    this.bounds = bounds;
    this.emit = emit;
  }

  Pending lower(RealNode node, RealRequantize q, Pending x) {
    String tensor = node.result();
    Pending affine = bounds.affine(x, tensor, "a requantization");
    Layout layout = affine.layout();
    Origin origin = node.origin().merge(affine.origin());
    Coefficients step =
        Coefficients.spread(
            layout, q.accumulatorStep().shape(), i -> Surd.of(q.accumulatorStep().at(i)));
    Coefficients share = step.map(v -> Surd.of(Rational.ONE.divide(v.p())));
    Chain.Affine map = UnifyGrid.rational(affine, tensor, "a requantization");
    EmitIntegerAffine.Factors factors =
        EmitIntegerAffine.Factors.of(
            integers(map.a().combine(share, Surd::multiply), tensor, origin),
            integers(map.b().combine(share, Surd::multiply), tensor, origin));
    Value accumulator =
        emit.emit(
            affine.value(),
            tensor,
            "accumulator",
            factors,
            Pending.scale(Chain.scale(step)),
            origin);
    Chain result =
        Chain.of(
            new Chain.Affine(
                Coefficients.of(q.step()),
                Coefficients.of(q.step().multiply(Rational.of(q.zeroPoint())).negate())));
    List<SourceRule> rules = rules(q, layout);
    Shape shape = rules.size() == 1 ? Shape.SCALAR : parameterShape(rules, layout);
    Value value =
        builder.rescale(tensor, accumulator, shape, rules, q.type(), Pending.scale(result), origin);
    return Pending.of(value, layout, result);
  }

  private static Shape parameterShape(List<SourceRule> rules, Layout layout) {
    return rules.size() == layout.graph().size() ? layout.graph() : Shape.of(rules.size());
  }

  /// One rule for all, one a channel of the value, or one an element.
  private static List<SourceRule> rules(RealRequantize q, Layout layout) {
    if (q.rules().size() == 1) {
      return q.rules();
    }
    int[] index = layout.parameterIndex(Shape.of(q.rules().size()));
    int channels = layout.graph().channels();
    boolean perChannel = true;
    for (int g = channels; g < index.length && perChannel; g++) {
      perChannel = index[g] == index[g % channels];
    }
    return Arrays.stream(index)
        .limit(perChannel ? channels : index.length)
        .mapToObj(q.rules()::get)
        .toList();
  }

  private static IntTensor integers(Coefficients numbers, String tensor, Origin origin) {
    long[] all =
        numbers.rationals().stream()
            .mapToLong(
                number -> {
                  if (!number.isInteger() || number.num().bitLength() > 62) {
                    throw Refusal.notInteger(
                        origin,
                        "'"
                            + tensor
                            + "' requantizes numbers that are no multiples of its"
                            + " accumulator's step",
                        "the scales of input, weights and bias must multiply up");
                  }
                  return number.num().longValueExact();
                })
            .toArray();
    return IntTensor.of(numbers.shape(), all);
  }
}
