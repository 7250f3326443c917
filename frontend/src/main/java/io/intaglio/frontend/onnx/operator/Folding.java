package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/// Elementwise operators on constants, each result rounded to the element type: what the runtime
/// would compute.
final class Folding {
  private Folding() {}

  /// `real` must be correctly rounded to float64, or exact; rounding that to float32 is then
  /// correct for the four arithmetic operations.
  static void binary(NodeSite site, DoubleBinaryOperator real, LongBinaryOperator integer) {
    ConstantTensor a = ((Folded) site.input(0)).tensor();
    ConstantTensor b = ((Folded) site.input(1)).tensor();
    Shape shape = site.broadcast(a.shape(), b.shape());
    site.claim(shape);
    int[] left = a.shape().broadcastIndex(shape);
    int[] right = b.shape().broadcastIndex(shape);
    if (a instanceof ConstantTensor.Integers x && b instanceof ConstantTensor.Integers y) {
      site.constantResult(integers(site, x, left, y, right, shape, integer));
      return;
    }
    FloatType type = computed(site, a.type());
    double[] values = new double[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(real.applyAsDouble(a.real(left[i]), b.real(right[i])));
    }
    site.constantResult(ConstantTensor.Reals.of(shape, a.type(), values));
  }

  static void unary(NodeSite site, ConstantTensor a, DoubleUnaryOperator real) {
    FloatType type = computed(site, a.type());
    site.claim(a.shape());
    double[] values = new double[a.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(real.applyAsDouble(a.real(i)));
    }
    site.constantResult(ConstantTensor.Reals.of(a.shape(), a.type(), values));
  }

  private static FloatType computed(NodeSite site, ElementType type) {
    if (!type.isComputed()) {
      throw site.form(
          site.operator() + " of " + type + " constants is not folded", "cast to float32");
    }
    return type.withFloat32();
  }

  private static ConstantTensor integers(
      NodeSite site,
      ConstantTensor.Integers a,
      int[] left,
      ConstantTensor.Integers b,
      int[] right,
      Shape shape,
      LongBinaryOperator integer) {
    long[] values = new long[left.length];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = integer.applyAsLong(a.values().at(left[i]), b.values().at(right[i]));
      } catch (ArithmeticException e) {
        throw site.parameter(
            site.operator() + " of integer constants: " + e.getMessage(), "check the constants");
      }
      if (!a.type().holds(values[i])) {
        throw site.parameter(
            site.operator() + " leaves the type " + a.type(), "check the constants");
      }
    }
    return new ConstantTensor.Integers(IntTensor.of(shape, values), a.type());
  }
}
