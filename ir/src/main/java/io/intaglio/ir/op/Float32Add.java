package io.intaglio.ir.op;

import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = clamp(R(fma(a, ratioA, fma(b, ratioB, offset))))`, elementwise: `fma(p, q, r)` is `p·q + r`
/// rounded once to float32, `R` rounds half to even, the clamp is to `type`. Codes beyond `2^24`
/// are rounded to float32 first. Either operand broadcasts to the other from the right.
public record Float32Add(Ref a, Ref b, float ratioA, float ratioB, float offset, IntType type)
    implements Op {
  public Float32Add {
    Checks.require(
        Float.isFinite(ratioA) && Float.isFinite(ratioB) && Float.isFinite(offset),
        "Float32Add: numbers must be finite");
    Checks.require(type.bits() <= Integer.SIZE, "Float32Add: codes of " + type);
  }

  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape first = operands.get(0);
    Shape second = operands.get(1);
    return first.broadcastsTo(second) ? second : Checks.broadcast("Float32Add", first, second);
  }
}
