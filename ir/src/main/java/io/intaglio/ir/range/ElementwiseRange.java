package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.function.BinaryOperator;

/// Sums, differences, products, bounds and constants.
final class ElementwiseRange {
  private ElementwiseRange() {}

  static Range add(Value a, Value b) {
    return combine(a, b, Lattice::plus);
  }

  static Range subtract(Value a, Value b) {
    return combine(a, b, Lattice::minus);
  }

  static Range multiply(Value a, Value b) {
    return combine(a, b, Lattice::times);
  }

  private static Range combine(Value a, Value b, BinaryOperator<Lattice> operation) {
    Shape joint = Lattices.joint(a.range().shape(), b.range().shape());
    int[] ofA = a.range().shape().broadcastIndex(joint);
    int[] ofB = b.range().shape().broadcastIndex(joint);
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      result.set(i, operation.apply(Lattice.of(a.range(), ofA[i]), Lattice.of(b.range(), ofB[i])));
    }
    return result.toRange();
  }

  static Range clamp(Clamp op, Value x) {
    Shape joint = Lattices.joint(x.range().shape(), op.lo().shape(), op.hi().shape());
    Range in = x.range().broadcastTo(joint);
    long[] low = Lattices.spread(op.lo(), joint);
    long[] high = Lattices.spread(op.hi(), joint);
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      result.set(i, Lattice.of(in, i).clamp(low[i], high[i]));
    }
    return result.toRange();
  }

  static Range constant(IntTensor value) {
    Lattices result = new Lattices(value.shape());
    for (int i = 0; i < result.size(); i++) {
      result.set(i, Lattice.constant(value.at(i)));
    }
    return result.toRange();
  }
}
