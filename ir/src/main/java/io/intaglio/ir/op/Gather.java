package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// Slices `indices[0], indices[1], …` of `x` along `axis`, one after the other; an index may come
/// again.
public record Gather(Ref x, int axis, List<Integer> indices) implements Op {
  public Gather {
    indices = List.copyOf(indices);
    Checks.require(axis >= 0, "Gather along axis " + axis);
    Checks.require(indices.stream().allMatch(i -> i >= 0), "Gather: a negative index");
  }

  /// For each element of the result, the flat index of the element of `x`, of shape `in`, that it
  /// is.
  public int[] source(Shape in) {
    Shape out = shape(List.of(in));
    int[] strides = in.strides();
    int inner = strides[axis];
    int outer = inner * in.dim(axis);
    int[] from = new int[out.size()];
    for (int i = 0; i < from.length; i++) {
      int slice = i / inner;
      int before = slice / indices.size();
      from[i] = before * outer + indices.get(slice % indices.size()) * inner + i % inner;
    }
    return from;
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(axis < in.rank(), "Gather: no axis " + axis + " in " + in);
    Checks.require(
        indices.stream().allMatch(i -> i < in.dim(axis)),
        "Gather: indices " + indices + " along axis " + axis + " of " + in);
    return in.withDim(axis, indices.size());
  }
}
