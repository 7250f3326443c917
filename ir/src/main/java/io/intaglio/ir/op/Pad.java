package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `x` with `before[a]` and `after[a]` elements of `value` added at the two ends of each axis `a`.
public record Pad(Ref x, List<Integer> before, List<Integer> after, long value) implements Op {
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    Checks.require(
        before.size() == after.size()
            && before.stream().allMatch(n -> n >= 0)
            && after.stream().allMatch(n -> n >= 0),
        "Pad: widths " + before + " and " + after);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape out = operands.get(0);
    Checks.require(out.rank() == before.size(), "Pad: " + before + " for " + out);
    for (int axis = 0; axis < out.rank(); axis++) {
      int padded = Math.addExact(out.dim(axis), Math.addExact(before.get(axis), after.get(axis)));
      out = out.withDim(axis, padded);
    }
    return out;
  }
}
