package io.intaglio.ir;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;

/// A tensor of integers in a [FixedGraph]: a name that nothing else has, its declared type, its
/// shape (no batch, channel last) and the range proven for it, which lies in the type.
///
/// @param scale what one step of the code is worth in the model's real units, for people only
public record Value(
    String name, IntType type, Shape shape, Range range, Scale scale, Origin origin) {
  public Value {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a value needs a name");
    }
  }

  public Value withRange(IntType newType, Range newRange) {
    return new Value(name, newType, shape, newRange, scale, origin);
  }
}
