package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `MatMul` of an activation with a constant of one or two axes, or with leading axes of
/// extent 1.
final class MatMulReader {
  private MatMulReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    Live x = site.live(0);
    ConstantTensor w = site.constant(1, "second operand");
    Operands.demandSameType(site, x, site.input(1));
    Shape given = w.shape();
    if (given.rank() == 0 || x.shape().rank() < 2) {
      throw site.shapes("MatMul of shapes " + x.shape() + " and " + given);
    }
    boolean vector = given.rank() == 1;
    int in = vector ? given.dim(0) : given.dim(given.rank() - 2);
    int out = vector ? 1 : given.channels();
    if ((long) in * out != given.elements() || given.rank() > x.shape().rank()) {
      throw site.form(
          "MatMul with a constant of shape " + given + " is not supported",
          "use one matrix for the whole batch");
    }
    if (in != x.shape().channels()) {
      throw site.shapes("MatMul of shapes " + x.shape() + " and " + given);
    }
    Ref matrix =
        given.rank() == 2
            ? site.operand(1)
            : site.derivedParameter(1, "matrix", w.reshape(Shape.of(in, out)));
    RealMatMul product = new RealMatMul(new Ref(x.name()), matrix);
    Shape result = x.shape().withDim(x.shape().rank() - 1, out);
    if (vector) {
      Ref column = site.step("column", product, result);
      site.result(new RealReshape(column), withoutLast(result), x.type());
    } else {
      site.result(product, result, x.type());
    }
  }

  private static Shape withoutLast(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1));
  }
}
