package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;

/// Sums of products of two values.
final class MatMulRange {
  private MatMulRange() {}

  /// One range for all elements.
  static Range of(Value a, Value b) {
    Lattice product = any(a.range()).times(any(b.range()));
    int terms = a.shape().channels();
    Lattice sum = Lattice.constant(0);
    Lattice power = product;
    // Doubling, so that long rows cost few steps.
    for (int left = terms; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        sum = sum.plus(power);
      }
      if (left > 1) {
        power = power.plus(power);
      }
    }
    Lattices result = new Lattices(Shape.SCALAR);
    result.set(0, sum);
    return result.toRange();
  }

  private static Lattice any(Range range) {
    Lattice all = Lattice.of(range, 0);
    for (int i = 1; i < range.size(); i++) {
      all = all.union(Lattice.of(range, i));
    }
    return all;
  }
}
