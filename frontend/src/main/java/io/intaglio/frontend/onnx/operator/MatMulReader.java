package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `MatMul` of an activation with a constant of one or two axes, or with leading axes of
/// extent 1; and of two activations with the same leading axes.
final class MatMulReader {
  private MatMulReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    Live x = site.live(0);
    if (site.input(1) instanceof Live) {
      batched(site, x, site.live(1));
      return;
    }
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

  private static void batched(NodeSite site, Live a, Live b) {
    Operands.demandSameType(site, a, b);
    int rank = a.shape().rank();
    boolean fits = rank >= 3 && b.shape().rank() == rank;
    for (int axis = 0; fits && axis < rank - 2; axis++) {
      fits = a.shape().dim(axis) == b.shape().dim(axis);
    }
    if (!fits || a.shape().dim(rank - 1) != b.shape().dim(rank - 2)) {
      throw site.form(
          "MatMul of activations of shapes "
              + a.shape()
              + " and "
              + b.shape()
              + " is not supported",
          "give both the same leading axes");
    }
    Shape to = a.shape().withDim(rank - 1, b.shape().dim(rank - 1));
    RealBatchMatMul product = new RealBatchMatMul(new Ref(a.name()), new Ref(b.name()));
    site.result(product, to, a.type());
  }

  private static Shape withoutLast(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1));
  }
}
