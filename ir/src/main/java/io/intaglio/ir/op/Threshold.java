package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// A step function by its steps: with `n` thresholds `t_k` for an element,
/// `y = base + step · |{k : t_k <= x}|` where its `direction` is +1, and
/// `y = base + step · |{k : t_k >= x}|` where it is −1.
///
/// `thresholds` is `[…, n]` whose leading axes broadcast to `x` from the right; `direction` (+1 or
/// −1) has the shape of those leading axes or is a scalar. A threshold that no reachable `x` meets
/// stands for a step that never happens; equal thresholds are one step of several codes.
public record Threshold(Ref x, IntTensor thresholds, IntTensor direction, long base, long step)
    implements Op {
  public Threshold {
    Checks.require(thresholds.shape().rank() >= 1, "Threshold: thresholds need an axis of steps");
    Checks.require(
        direction.stream().allMatch(d -> d == 1 || d == -1), "Threshold: direction is +1 or -1");
    Checks.require(step != 0, "Threshold: step 0");
  }

  /// Thresholds an element.
  public int count() {
    return thresholds.shape().channels();
  }

  /// The shape in which thresholds and directions broadcast: that of `thresholds` without its last
  /// axis.
  public Shape parameterShape() {
    Shape all = thresholds.shape();
    Shape out = Shape.SCALAR;
    for (int axis = all.rank() - 2; axis >= 0; axis--) {
      out = out.prepend(all.dim(axis));
    }
    return out;
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(
        parameterShape().broadcastsTo(in),
        "Threshold: thresholds " + thresholds.shape() + " for input " + in);
    Checks.require(
        direction.shape().broadcastsTo(parameterShape()),
        "Threshold: direction " + direction.shape() + " for thresholds " + thresholds.shape());
    return in;
  }
}
