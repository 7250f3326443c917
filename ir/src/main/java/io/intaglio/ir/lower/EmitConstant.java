package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Optional;

/// A constant tensor that an operator reads like any other: its integers on one step.
final class EmitConstant {
  private static final int MAX_BITS = 62;

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

  /// A constant that was emitted, as codes for which `grid` gives its numbers; empty if they lie
  /// between codes.
  Optional<Pending> onGrid(Pending emitted, RealTensor tensor, Chain grid) {
    if (!grid.isAffine() || grid.shape().rank() != 0 || !grid.affine().isRational()) {
      return Optional.empty();
    }
    Rational step = grid.affine().a().at(0).p();
    Rational offset = grid.affine().b().at(0).p();
    long[] codes = new long[tensor.shape().size()];
    for (int i = 0; i < codes.length; i++) {
      Rational number = tensor.at(i).subtract(offset);
      Rational code = step.signum() == 0 ? Rational.ZERO : number.divide(step);
      if (step.signum() == 0 || !code.isInteger() || code.num().bitLength() > MAX_BITS) {
        return Optional.empty();
      }
      codes[i] = code.num().longValueExact();
    }
    Constant op = new Constant(IntTensor.of(emitted.shape(), codes));
    Value old = emitted.value();
    Value value = builder.addBeside(old.name(), "codes", op, Pending.scale(grid), old.origin());
    return Optional.of(emitted.with(value).with(grid));
  }
}
