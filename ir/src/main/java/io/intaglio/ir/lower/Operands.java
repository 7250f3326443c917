package io.intaglio.ir.lower;

import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.type.Shape;

/// Two tensors of one node whose elements lie alike, so that an elementwise operator of the graph
/// pairs the elements that the model pairs.
record Operands(Pending x, Pending y) {
  static Operands of(ArrangeElements arrange, RealNode node, Pending x, Pending y) {
    if (x.layout().model().equals(y.layout().model())) {
      return new Operands(x, arrange.arrange(y, x.layout()));
    }
    Shape shape = node.shape();
    Pending left = aligned(arrange, x, shape);
    Pending right = aligned(arrange, y, shape);
    boolean fits =
        left.shape().broadcastsTo(right.shape()) || right.shape().broadcastsTo(left.shape());
    if (!fits) {
      throw Refusal.noForm(
          node.origin(),
          "'" + node.result() + "' broadcasts both of its operands",
          "broadcast one of them only");
    }
    return new Operands(left, right);
  }

  /// Under as many axes as the result has, channel last if it is an image.
  private static Pending aligned(ArrangeElements arrange, Pending x, Shape result) {
    Shape model = x.layout().model();
    while (model.rank() < result.rank()) {
      model = model.prepend(1);
    }
    Pending shaped = x.with(x.layout().reshape(model));
    return arrange.arrange(shaped, Layout.planesLast(model));
  }
}
