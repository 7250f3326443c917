package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// A combination is monotone in each input. The stride is exact where the sum steps by multiples of
/// `2^s`.
final class CombineRange {
  private CombineRange() {}

  static Range of(Combine op, List<Value> inputs) {
    List<Shape> parts = new ArrayList<>();
    inputs.forEach(input -> parts.add(input.range().shape()));
    parts.addAll(
        List.of(
            op.m().shape().dropFirst(),
            op.b().shape(),
            op.s().shape(),
            op.z().shape(),
            op.lo().shape(),
            op.hi().shape()));
    Shape joint = Lattices.joint(parts.toArray(Shape[]::new));
    List<Range> ranges = inputs.stream().map(input -> input.range().broadcastTo(joint)).toList();
    int[] row = op.m().shape().dropFirst().broadcastIndex(joint);
    int rowSize = op.m().shape().dropFirst().size();
    long[] b = Lattices.spread(op.b(), joint);
    long[] s = Lattices.spread(op.s(), joint);
    long[] z = Lattices.spread(op.z(), joint);
    long[] lo = Lattices.spread(op.lo(), joint);
    long[] hi = Lattices.spread(op.hi(), joint);
    Lattices result = new Lattices(joint);
    for (int i = 0; i < result.size(); i++) {
      ExactSum sum = new ExactSum(b[i]);
      for (int k = 0; k < inputs.size(); k++) {
        sum.add(Lattice.of(ranges.get(k), i), op.m().at(k * rowSize + row[i]), 0);
      }
      result.set(i, sum.shiftRight((int) s[i]).plus(BigInteger.valueOf(z[i])).clamp(lo[i], hi[i]));
    }
    return result.toRange();
  }
}
