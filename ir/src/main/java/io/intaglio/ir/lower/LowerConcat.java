package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// `Concat(f₁(v₁), f₂(v₂), …) → f(Concat(v₁, v₂, …))`: one chain passes, different affine ones
/// become one with coefficients for each part. Who needs one step for all brings them to it.
/// Constants beside values of one grid are codes of that grid where they lie on it, so that the
/// result holds the codes that the values had.
///
/// Tempting and wrong: to rescale each part to the coarsest step. Codes of the finer ones would be
/// rounded.
final class LowerConcat {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final EmitConstant constants;

  LowerConcat(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.constants = new EmitConstant(builder);
  }

  /// @param given the parts, constants among them as values of their own
  /// @param numbers the parts that are constants, by place
  Pending lower(
      RealNode node, RealConcat concat, List<Pending> given, Map<Integer, RealTensor> numbers) {
    List<Pending> inputs = onOneGrid(given, numbers);
    Layout layout = Layout.planesLast(node.shape());
    int axis =
        layout
            .axes()
            .map(axes -> axes.indexOf(concat.axis()))
            .filter(a -> a >= 0 && concat.axis() > 0)
            .orElseThrow(
                () ->
                    Refusal.noForm(
                        node.origin(),
                        "'" + node.result() + "' joins samples along the batch axis",
                        "join along another axis"));
    List<Pending> parts = new ArrayList<>();
    boolean same =
        inputs.stream().map(Pending::chain).distinct().count() == 1
            && inputs.get(0).chain().shape().rank() == 0;
    for (Pending input : inputs) {
      Pending part = same ? input : bounds.affine(input, node.result(), "Concat");
      parts.add(arrange.arrange(part, Layout.planesLast(part.layout().model())));
    }
    Chain chain = same ? inputs.get(0).chain() : joined(parts, axis, layout.graph());
    Origin origin = node.origin();
    for (Pending part : parts) {
      origin = origin.merge(part.origin());
    }
    List<Ref> refs = parts.stream().map(Pending::ref).toList();
    Value value = builder.add(node.result(), new Concat(refs, axis), Pending.scale(chain), origin);
    return Pending.of(value, layout, chain);
  }

  private List<Pending> onOneGrid(List<Pending> given, Map<Integer, RealTensor> numbers) {
    List<Chain> grids =
        IntStream.range(0, given.size())
            .filter(part -> !numbers.containsKey(part))
            .mapToObj(part -> given.get(part).chain())
            .distinct()
            .toList();
    if (grids.size() != 1) {
      return given;
    }
    List<Pending> parts = new ArrayList<>(given);
    numbers.forEach(
        (part, tensor) ->
            constants
                .onGrid(given.get(part), tensor, grids.get(0))
                .ifPresent(codes -> parts.set(part, codes)));
    return parts;
  }

  private static Chain joined(List<Pending> parts, int axis, Shape whole) {
    List<Shape> shapes = parts.stream().map(Pending::shape).toList();
    List<List<Surd>> a = new ArrayList<>();
    List<List<Surd>> b = new ArrayList<>();
    for (Pending part : parts) {
      a.add(part.chain().affine().a().over(part.shape()));
      b.add(part.chain().affine().b().over(part.shape()));
    }
    return Chain.of(
        new Chain.Affine(joined(a, shapes, axis, whole), joined(b, shapes, axis, whole)));
  }

  private static Coefficients joined(
      List<List<Surd>> parts, List<Shape> shapes, int axis, Shape whole) {
    Surd[] all = new Surd[whole.size()];
    int[] steps = whole.strides();
    int start = 0;
    for (int p = 0; p < parts.size(); p++) {
      int[] places = shapes.get(p).gather(start * steps[axis], steps);
      for (int i = 0; i < places.length; i++) {
        all[places[i]] = parts.get(p).get(i);
      }
      start += shapes.get(p).dim(axis);
    }
    return Coefficients.gathered(whole, i -> all[i]);
  }
}
