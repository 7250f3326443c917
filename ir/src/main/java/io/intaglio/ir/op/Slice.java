package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[i_0, i_1, …] = x[starts[0] + steps[0]·i_0, …]` with `sizes[a]` elements along each axis `a`.
/// A step may be negative.
public record Slice(Ref x, List<Integer> starts, List<Integer> sizes, List<Integer> steps)
    implements Op {
  public Slice {
    starts = List.copyOf(starts);
    sizes = List.copyOf(sizes);
    steps = List.copyOf(steps);
    Checks.require(
        starts.size() == sizes.size() && sizes.size() == steps.size(),
        "Slice: starts, sizes and steps of different lengths");
    Checks.require(sizes.stream().allMatch(n -> n >= 0), "Slice: negative size");
    Checks.require(steps.stream().allMatch(n -> n != 0), "Slice: step 0");
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() == starts.size(), "Slice: " + starts + " for " + in);
    for (int axis = 0; axis < in.rank(); axis++) {
      long first = starts.get(axis);
      long last = first + (sizes.get(axis) - 1L) * steps.get(axis);
      boolean inside = first >= 0 && first < in.dim(axis) && last >= 0 && last < in.dim(axis);
      Checks.require(sizes.get(axis) == 0 || inside, "Slice: axis " + axis + " leaves " + in);
    }
    return Shape.of(sizes);
  }
}
