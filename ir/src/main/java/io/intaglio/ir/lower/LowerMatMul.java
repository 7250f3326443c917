package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `MatMul(x, constant) → Dense`, the columns of the weights in the order in which the elements of
/// the value lie, zero points and offsets folded.
///
/// Side conditions: the chain of `x` is affine (bounds are made into integers first) and has one
/// irrational slope at most.
///
/// Tempting and wrong: to keep the columns behind a flattened convolution. Its value has the
/// channel last, the model's rows count it first.
final class LowerMatMul {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;

  LowerMatMul(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
  }

  Pending lower(RealNode node, Pending x, RealTensor w) {
    Pending affine = linear(x, node.result());
    Shape model = affine.layout().model();
    int inputs = w.shape().dim(0);
    int outputs = w.shape().dim(1);
    boolean one = inputs == affine.layout().size();
    Shape rowShape = one ? withInputs(model, inputs) : Layout.withoutBatch(model);
    Pending row =
        one
            ? arrange.arrange(affine, affine.layout().inGraphShape(rowShape))
            : perChannel(arrange.arrange(affine, Layout.ofModel(model)), node);
    Origin origin = node.origin().merge(row.origin());
    Layout layout = row.layout();
    IntegerWeights weights =
        IntegerWeights.of(
            w, outputs, inputs, (o, i) -> (one ? layout.toModel(i) : i) * outputs + o, origin);
    LinearInput in = LinearInput.of(row, inputs, node.result(), "MatMul");
    LinearInput.Column same = (o, i) -> i;
    IntegerWeights scaled = in.scaled(weights, same, origin);
    IntTensor bias = in.bias(scaled, same, origin);
    Chain chain = in.chain(weights, offsets(in, weights, same, row, node));
    Dense dense = new Dense(row.ref(), scaled.codes(), bias, 0);
    Value value = builder.add(node.result(), dense, Pending.scale(chain), origin);
    return Pending.of(value, Layout.ofModel(node.shape()).inGraphShape(value.shape()), chain);
  }

  /// An affine chain, rational unless it is one already.
  private Pending linear(Pending x, String tensor) {
    return x.chain().isAffine() ? x : bounds.affine(x, tensor, "MatMul");
  }

  private Pending perChannel(Pending x, RealNode node) {
    boolean channels =
        x.chain().affine().a().isPerChannel() && x.chain().affine().b().isPerChannel();
    return channels ? x : bounds.uniform(x, node.result(), "MatMul");
  }

  /// The graph shape of one row of inputs: the model's without batch, all in the last axis.
  private static Shape withInputs(Shape model, int inputs) {
    Shape graph = Layout.withoutBatch(model);
    Shape flat = Shape.of(inputs);
    for (int axis = 1; axis < graph.rank(); axis++) {
      flat = flat.prepend(1);
    }
    return flat;
  }

  private static List<Surd> offsets(
      LinearInput in, IntegerWeights weights, LinearInput.Column column, Pending x, RealNode node) {
    try {
      return in.offsets(weights, column);
    } catch (ArithmeticException differentRoots) {
      throw UnifyGrid.irrational(x, node.result(), "MatMul");
    }
  }
}
