package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `QLinearMatMul`: matrix product of codes less their zero points, one requantization.
/// Inputs: `a`, its scale and zero point, `b`, its scales and zero points (one, or one a column
/// where `b` is constant), the result's scale and zero point.
///
/// Source: ONNX operators, QLinearMatMul 10, 21;
/// onnxruntime/core/providers/cpu/quantization/quantize_linear_matmul.cc.
final class QLinearMatMulReader {
  private QLinearMatMulReader() {}

  static void read(NodeSite site) {
    site.demandInputs(8, 8);
    QuantizedTensor a = QuantizedTensor.read(site, 0).demandPerTensor();
    QuantizedTensor b = QuantizedTensor.read(site, 3);
    Parameters y = QuantizedTensor.result(site, 6, 7, a.type());
    site.demandLive(0);
    Product product = Product.of(site, a, b);
    RationalTensor step =
        Requantization.accumulator(
            a.parameters(), b.parameters(), Shape.of(b.parameters().scales().length));
    site.codes(
        Requantization.of(
            product.sum(),
            step,
            Shape.of(b.parameters().scales().length),
            Requantization.linear(site, 1, a.parameters(), b.parameters(), y),
            y),
        product.shape(),
        y.type(),
        y.grid());
  }

  /// A matrix product of codes.
  record Product(Ref sum, Shape shape) {
    static Product of(NodeSite site, QuantizedTensor a, QuantizedTensor b) {
      return b.isLive() ? dynamic(site, a, b) : constant(site, a, b);
    }

    private static Product dynamic(NodeSite site, QuantizedTensor a, QuantizedTensor b) {
      b.demandPerTensor();
      Shape left = a.shape();
      Shape right = b.shape();
      int rank = left.rank();
      boolean fits = rank == right.rank() && rank >= 2;
      for (int axis = 0; fits && axis < rank - 2; axis++) {
        fits = left.dim(axis) == right.dim(axis);
      }
      if (!fits || left.channels() != right.dim(rank - 2)) {
        throw site.form(
            site.operator() + " of shapes " + left + " and " + right + " is not supported",
            "give both operands the same leading axes");
      }
      Shape shape = left.withDim(rank - 1, right.channels());
      RealOp op = new RealBatchMatMul(a.real(), b.real());
      return new Product(site.step("product", op, shape), shape);
    }

    private static Product constant(NodeSite site, QuantizedTensor a, QuantizedTensor b) {
      IntTensor codes = b.codes("second operand");
      Shape given = b.shape();
      Shape left = a.shape();
      if (given.rank() == 0 || left.rank() < 2) {
        throw site.shapes(site.operator() + " of shapes " + left + " and " + given);
      }
      boolean vector = given.rank() == 1;
      int in = vector ? given.dim(0) : given.dim(given.rank() - 2);
      int out = vector ? 1 : given.channels();
      if ((long) in * out != given.elements() || given.rank() > left.rank()) {
        throw site.form(
            site.operator() + " with a constant of shape " + given + " is not supported",
            "use one matrix for the whole batch");
      }
      if (in != left.channels() || (b.parameters().count() != 1 && b.parameters().count() != out)) {
        throw site.shapes(site.operator() + " of shapes " + left + " and " + given);
      }
      Ref w = QuantizedTensor.parameter(site, b.input(), codes, Shape.of(in, out), b, 1);
      Shape shape = left.withDim(left.rank() - 1, out);
      Ref sum = site.step("product", new RealMatMul(a.real(), w), shape);
      if (!vector) {
        return new Product(sum, shape);
      }
      Shape shorter = Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1));
      return new Product(site.step("column", new RealReshape(sum), shorter), shorter);
    }
  }
}
