package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// The operand of a windowed operator as `[N, C, H, W]`, where the file may have `[N, C, W]`, and
/// the way back.
///
/// @param x the operand
/// @param result the result's shape while it has four axes
/// @param linear whether the file's tensors have three axes
record Planes(Ref x, Shape result, boolean linear) {
  static Planes of(NodeSite site, Live x, int channels, Window window) {
    Shape result = site.shape(x.shape().dim(0), channels, window.outH(), window.outW());
    Ref operand = new Ref(x.name());
    if (x.shape().rank() == 4) {
      return new Planes(operand, result, false);
    }
    Shape plane = Shape.of(x.shape().dim(0), x.shape().dim(1), 1, x.shape().dim(2));
    return new Planes(site.step("plane", new RealReshape(operand), plane), result, true);
  }

  /// Binds the node's result to codes that `op`, whose shape is [#result], computes.
  void finish(NodeSite site, RealOp op, ElementType type, CodeGrid grid) {
    if (!linear) {
      site.codes(op, result, type, grid);
      return;
    }
    Shape line = Shape.of(result.dim(0), result.dim(1), result.dim(3));
    site.codes(new RealReshape(site.step("line", op, result)), line, type, grid);
  }

  /// Binds the node's result to `op`, whose shape is [#result].
  void finish(NodeSite site, RealOp op, ElementType type) {
    if (!linear) {
      site.result(op, result, type);
      return;
    }
    Shape line = Shape.of(result.dim(0), result.dim(1), result.dim(3));
    site.result(new RealReshape(site.step("line", op, result)), line, type);
  }
}
