package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y[…,o] = bias[o] + Σ_i ⌊ x[…,i] · weights[o,i] / 2^productShift ⌋`.
///
/// `weights` is `[outputs, inputs]`, `bias` is `[outputs]` in the units of the shifted products.
/// With `productShift > 0` each product is truncated before the sum, so the layer is not linear and
/// nothing may be shared between its products.
public record Dense(Ref x, IntTensor weights, IntTensor bias, int productShift) implements Op {
  public Dense {
    Checks.require(weights.shape().rank() == 2, "Dense: weights of shape " + weights.shape());
    Checks.require(
        bias.shape().equals(Shape.of(weights.shape().dim(0))),
        "Dense: bias of shape " + bias.shape() + " for weights " + weights.shape());
    Checks.require(productShift >= 0 && productShift <= 62, "Dense: shift outside 0..62");
  }

  public int outputs() {
    return weights.shape().dim(0);
  }

  public int inputs() {
    return weights.shape().dim(1);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(
        in.rank() >= 1 && in.channels() == inputs(),
        "Dense: input " + in + " for " + inputs() + " columns of weights");
    return in.withDim(in.rank() - 1, outputs());
  }
}
