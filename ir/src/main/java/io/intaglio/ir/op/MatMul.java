package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[…,i,j] = Σ_k a[…,i,k] · b[…,k,j]`: products of two values, neither of them constant weights.
public record MatMul(Ref a, Ref b) implements Op {
  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape left = operands.get(0);
    Shape right = operands.get(1);
    int rank = left.rank();
    String shapes = "MatMul of " + left + " and " + right;
    Checks.require(rank >= 2 && right.rank() == rank, shapes);
    for (int axis = 0; axis < rank - 2; axis++) {
      Checks.require(left.dim(axis) == right.dim(axis), shapes);
    }
    Checks.require(left.dim(rank - 1) == right.dim(rank - 2), shapes);
    return left.withDim(rank - 1, right.dim(rank - 1));
  }
}
