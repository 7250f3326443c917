package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ConstantTensor.Integers;
import io.intaglio.frontend.onnx.tensor.ConstantTensor.Quantized;
import io.intaglio.frontend.onnx.tensor.ConstantTensor.Reals;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// ONNX `Gemm`: `alpha·A'·B' + beta·C` with `B` constant, as matrix product, multiplication (unless
/// `alpha` is 1) and addition.
final class GemmReader {
  private GemmReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 3);
    Live a = site.live(0);
    ConstantTensor b = site.constant(1, "matrix B");
    Operands.demandSameType(site, a, site.input(1));
    if (a.shape().rank() != 2 || b.shape().rank() != 2) {
      throw site.shapes("Gemm of shapes " + a.shape() + " and " + b.shape());
    }
    Ref x = new Ref(a.name());
    Shape shape = a.shape();
    if (site.flag("transA", false)) {
      shape = Shape.of(shape.dim(1), shape.dim(0));
      x = site.step("transposed", new RealTranspose(x, List.of(1, 0)), shape);
    }
    boolean transposed = site.flag("transB", false);
    int in = b.shape().dim(transposed ? 1 : 0);
    int out = b.shape().dim(transposed ? 0 : 1);
    if (in != shape.dim(1)) {
      throw site.shapes("Gemm of shapes " + a.shape() + " and " + b.shape());
    }
    Shape result = site.shape(shape.dim(0), out);
    float alpha = site.real("alpha", 1);
    float beta = site.real("beta", 1);
    if (alpha == 0) {
      throw site.parameter("alpha of Gemm is 0", "remove the product");
    }
    boolean hasBias = site.has(2) && beta != 0;
    RealOp op = new RealMatMul(x, matrix(site, b, transposed));
    if (alpha != 1) {
      Ref product = site.step("product", op, result);
      op = new RealMultiply(product, factor(site, "alpha", alpha, a.type()));
    }
    if (hasBias) {
      Ref product = site.step("product", op, result);
      op = new RealAdd(product, bias(site, result, beta, a.type()));
    }
    site.result(op, result, a.type());
  }

  private static Ref matrix(NodeSite site, ConstantTensor b, boolean transposed) {
    if (!transposed) {
      return site.operand(1);
    }
    Shape to = Shape.of(b.shape().dim(1), b.shape().dim(0));
    site.claim(to);
    int[] index = to.gather(0, new int[] {1, b.shape().dim(1)});
    return site.derivedParameter(1, "transposed", b.gather(to, index));
  }

  private static Ref factor(NodeSite site, String name, float value, ElementType type) {
    double[] one = {value};
    return site.newParameter(name, Reals.of(Shape.SCALAR, type, one));
  }

  private static Ref bias(NodeSite site, Shape result, float beta, ElementType type) {
    Traced c = site.input(2);
    Operands.demandSameType(site, site.input(0), c);
    if (!c.shape().broadcastsTo(result)) {
      throw site.shapes("C of shape " + c.shape() + " does not broadcast to " + result);
    }
    if (beta == 1) {
      return site.operand(2);
    }
    return switch (c) {
      case Live live -> {
        RealMultiply scaled =
            new RealMultiply(new Ref(live.name()), factor(site, "beta", beta, type));
        yield site.step("bias", scaled, c.shape());
      }
      case Folded folded -> {
        site.claim(folded.shape());
        yield site.derivedParameter(2, "scaled", scaled(site, folded.tensor(), beta));
      }
    };
  }

  /// `beta·c` as an exact number.
  private static ConstantTensor scaled(NodeSite site, ConstantTensor c, float beta) {
    return switch (c) {
      case Quantized q -> {
        long sign = beta < 0 ? -1 : 1;
        long[] codes = q.codes().stream().map(code -> code * sign).toArray();
        yield new Quantized(
            IntTensor.of(q.shape(), codes),
            product(site, q.step(), Math.abs(beta)),
            product(site, q.zeroPoint(), (double) sign));
      }
      case Reals reals -> new Reals(product(site, reals.values(), beta), ElementType.FLOAT64);
      case Integers _ -> throw site.form("C of Gemm is not floating-point", "cast it");
    };
  }

  private static FloatTensor product(NodeSite site, FloatTensor values, double factor) {
    double[] products = values.toArray();
    for (int i = 0; i < products.length; i++) {
      double product = products[i] * factor;
      if (Math.fma(products[i], factor, -product) != 0) {
        throw site.form("beta·C of Gemm is not exact in float64", "fold beta into C");
      }
      products[i] = product;
    }
    return FloatTensor.of(values.shape(), FloatType.FLOAT64, products);
  }
}
