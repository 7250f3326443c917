package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Two-dimensional convolution (cross-correlation) over `x[H, W, C]`, without padding (see [Pad]):
///
/// `y[i,j,o] = bias[o] + Σ_{u,v,c} ⌊ x[i·strideH + u·dilationH, j·strideW + v·dilationW, g·C/groups
/// + c] · weights[o,u,v,c] / 2^productShift ⌋` with the group `g = o / (O/groups)`.
///
/// `weights` is `[O, kernelH, kernelW, C/groups]`, `bias` is `[O]` in the units of the shifted
/// products. With `productShift > 0` each product is truncated before the sum, so the layer is not
/// linear and nothing may be shared between its products. Depthwise: `groups = C`.
public record Conv2d(
    Ref x,
    IntTensor weights,
    IntTensor bias,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int groups,
    int productShift)
    implements Op {
  public Conv2d {
    Checks.require(weights.shape().rank() == 4, "Conv2d: weights of shape " + weights.shape());
    int outputs = weights.shape().dim(0);
    Checks.require(
        bias.shape().equals(Shape.of(outputs)),
        "Conv2d: bias of shape " + bias.shape() + " for " + outputs + " outputs");
    Checks.require(
        strideH > 0 && strideW > 0 && dilationH > 0 && dilationW > 0,
        "Conv2d: strides and dilations must be positive");
    Checks.require(
        groups > 0 && outputs % groups == 0,
        "Conv2d: " + outputs + " outputs in " + groups + " groups");
    Checks.require(productShift >= 0 && productShift <= 62, "Conv2d: shift outside 0..62");
  }

  public int kernelH() {
    return weights.shape().dim(1);
  }

  public int kernelW() {
    return weights.shape().dim(2);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() == 3, "Conv2d over " + in + ", needs [H, W, C]");
    Checks.require(
        in.dim(2) == weights.shape().dim(3) * groups,
        "Conv2d: " + in.dim(2) + " channels, weights for " + weights.shape().dim(3) * groups);
    return Shape.of(
        Checks.windows("Conv2d", in.dim(0), (kernelH() - 1) * dilationH + 1, strideH),
        Checks.windows("Conv2d", in.dim(1), (kernelW() - 1) * dilationW + 1, strideW),
        weights.shape().dim(0));
  }
}
