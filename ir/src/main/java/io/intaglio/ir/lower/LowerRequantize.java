package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.SourceRule;
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
            map.a().combine(share, Surd::multiply).integers(() -> offStep(tensor, origin)),
            map.b().combine(share, Surd::multiply).integers(() -> offStep(tensor, origin)));
    Value accumulator =
        emit.emit(
            affine.value(),
            tensor,
            "accumulator",
            factors,
            Pending.scale(Chain.scale(step)),
            origin);
    Chain result = CodesOnGrid.chain(q.step(), q.zeroPoint());
    Spread spread = Spread.of(q, layout);
    Value value =
        builder.rescale(
            tensor,
            accumulator,
            spread.shape(),
            spread.rules(),
            q.type(),
            Pending.scale(result),
            origin);
    return Pending.of(value, layout, result);
  }

  /// The rules as they broadcast to the value; an axis along which they do not differ is 1.
  private record Spread(Shape shape, List<SourceRule> rules) {
    static Spread of(RealRequantize q, Layout layout) {
      if (q.rules().size() == 1) {
        return new Spread(Shape.SCALAR, q.rules());
      }
      int[] index = layout.parameterIndex(q.ruleShape());
      Shape graph = layout.graph();
      Shape shape = graph;
      int[] strides = graph.strides();
      for (int axis = 0; axis < graph.rank(); axis++) {
        if (isConstantAlong(index, strides[axis], graph.dim(axis))) {
          shape = shape.withDim(axis, 1);
        }
      }
      List<SourceRule> rules =
          Arrays.stream(shape.gather(0, strides)).mapToObj(g -> q.rules().get(index[g])).toList();
      while (shape.rank() > 0 && shape.dim(0) == 1) {
        shape = shape.dropFirst();
      }
      return new Spread(shape, rules);
    }

    private static boolean isConstantAlong(int[] index, int stride, int extent) {
      for (int i = 0; i < index.length; i++) {
        if (i / stride % extent > 0 && index[i] != index[i - stride]) {
          return false;
        }
      }
      return true;
    }
  }

  private static Refusal offStep(String tensor, Origin origin) {
    return Refusal.notInteger(
        origin,
        "'" + tensor + "' requantizes numbers that are no multiples of its accumulator's step",
        "the scales of input, weights and bias must multiply up");
  }
}
