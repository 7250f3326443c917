package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;

/// A constant tensor that an operator reads like any other: its integers on one step.
final class EmitConstant {
  private final GraphBuilder builder;

  EmitConstant(GraphBuilder builder) {
    this.builder = builder;
  }

  Pending emit(RealNode node, RealTensor tensor) {
    Layout layout = Layout.ofModel(node.shape());
    int size = node.shape().size();
    IntegerWeights codes =
        IntegerWeights.of(tensor, 1, size, (row, column) -> column, node.origin());
    Rational step = codes.steps().get(0);
    Chain chain = Chain.scale(Coefficients.of(Surd.of(step)));
    Shape shape = layout.graph();
    Constant op = new Constant(codes.codes().reshape(shape));
    Value value = builder.add(node.result(), op, Pending.scale(chain), node.origin());
    return new Pending(value, layout, chain, false, Origin.NONE);
  }
}
