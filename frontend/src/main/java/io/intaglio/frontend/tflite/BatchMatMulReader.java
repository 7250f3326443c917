package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.TensorType;

/// BATCH_MATMUL of two int8 activations: `clamp(M(Σ (a − z_a)·(b − z_b)) + z_out)` with `M` of
/// `double(fl32(s_a·s_b))/double(s_out)`.
///
/// The default runtime leaves it to a library that rounds differently on each machine, so there is
/// no exact meaning under its profile.
///
/// Source: tensorflow/lite/kernels/batch_matmul.cc; reference/batch_matmul.h.
final class BatchMatMulReader implements OperatorReader {
  private record Options(boolean transposeA, boolean transposeB) {}

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    if (site.profile() == Profile.XNNPACK) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "this runtime rounds it differently on each machine",
          "use the profile tflm or tflite-reference");
    }
    Options options =
        site.options(
            BuiltinOptions.BatchMatMulOptions,
            operator -> {
              BatchMatMulOptions table =
                  (BatchMatMulOptions) operator.builtinOptions(new BatchMatMulOptions());
              return table == null ? null : new Options(table.adjX(), table.adjY());
            });
    FlatTensor a = site.input(0, TensorType.INT8);
    FlatTensor b = site.input(1, TensorType.INT8);
    FlatTensor y = site.output(TensorType.INT8);
    int rank = y.shape().rank();
    if (rank < 2 || a.shape().rank() != rank || b.shape().rank() != rank) {
      throw shapes(site, a, b);
    }
    Ref left = matrices(site, "a", a, options.transposeA());
    Ref right = matrices(site, "b", b, options.transposeB());
    Shape leftShape = shape(a, options.transposeA());
    Shape rightShape = shape(b, options.transposeB());
    Shape result = leftShape.withDim(rank - 1, rightShape.dim(rank - 1));
    if (leftShape.dim(rank - 1) != rightShape.dim(rank - 2)
        || !rightShape.withDim(rank - 2, result.dim(rank - 2)).equals(result)) {
      throw shapes(site, a, b);
    }
    ShapeRules.demandShape(site, y, result);
    Quantization qa = site.perTensor(a);
    Quantization qb = site.perTensor(b);
    Quantization out = site.perTensor(y);
    double factor = (double) (qa.scale() * qb.scale()) / out.scale();
    Ref sum = site.beside("matmul", y.shape(), new RealBatchMatMul(left, right));
    site.result(
        site.requantize(
            sum,
            RationalTensor.scalar(qa.step().multiply(qb.step())),
            Shape.SCALAR,
            List.of(
                site.requantization(factor, out.zeroPoint(), CodeBounds.of(site.codeType(y))))));
  }

  private static OperatorSite.Refused shapes(OperatorSite site, FlatTensor a, FlatTensor b) {
    return site.refused(
        Code.IMP_SHAPE,
        a.shape() + " by " + b.shape(),
        "matrices of equal leading axes are supported");
  }

  private static Shape shape(FlatTensor x, boolean transposed) {
    return transposed ? x.shape().permute(swap(x.shape().rank())) : x.shape();
  }

  private static Ref matrices(OperatorSite site, String name, FlatTensor x, boolean transposed)
      throws OperatorSite.Refused {
    Ref value = site.value(x);
    return transposed
        ? site.beside(name, shape(x, true), new RealTranspose(value, swap(x.shape().rank())))
        : value;
  }

  private static List<Integer> swap(int rank) {
    List<Integer> perm = new ArrayList<>();
    for (int a = 0; a < rank; a++) {
      perm.add(a);
    }
    Collections.swap(perm, rank - 1, rank - 2);
    return perm;
  }
}
