package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.TensorType;

/// BATCH_MATMUL of two activations: `clamp(M(Σ (a − z_a)·(b − z_b)) + z_out)` with `M` of
/// `double(fl32(s_a·s_b))/double(s_out)`, of 64-bit accumulators for int16; in XNNPACK, which
/// demands `z_b = 0`, in float32 by `fl32(fl32(s_a·s_b)/s_out)`. Leading axes broadcast.
///
/// Source: tensorflow/lite/kernels/batch_matmul.cc; reference/batch_matmul.h;
/// tensorflow/lite/micro/kernels/batch_matmul.cc; XNNPACK src/subgraph/batch-matrix-multiply.c.
final class BatchMatMulReader implements OperatorReader {
  private record Options(boolean transposeA, boolean transposeB) {}

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    Options options =
        site.options(
            BuiltinOptions.BatchMatMulOptions,
            operator -> {
              BatchMatMulOptions table =
                  (BatchMatMulOptions) operator.builtinOptions(new BatchMatMulOptions());
              return table == null ? null : new Options(table.adjX(), table.adjY());
            });
    FlatTensor a = site.input(0, ActivationTypes.signed());
    FlatTensor b = site.input(1, types(site, a));
    FlatTensor y = site.output(a.type());
    if (a.type() == TensorType.INT16) {
      for (FlatTensor tensor : List.of(a, b, y)) {
        WideRule.demandNoZeroPoint(site, tensor);
      }
    }
    Matrices matrices = Matrices.of(site, a, b, options);
    if (a.type() == TensorType.INT8 && site.profile() == Profile.XNNPACK) {
      demandDelegated(site, a, b, y);
    }
    Ref x = spread(site, "a", a, options.transposeA(), matrices.left());
    Ref z = spread(site, "b", b, options.transposeB(), matrices.right());
    Quantization qa = site.perTensor(a);
    Quantization qb = site.perTensor(b);
    Quantization out = site.perTensor(y);
    SourceRule rule = rule(site, qa, qb, out);
    Ref sum = site.beside("matmul", y.shape(), new RealBatchMatMul(x, z));
    site.result(
        site.requantize(
            sum,
            RationalTensor.scalar(qa.step().multiply(qb.step())),
            Shape.SCALAR,
            List.of(rule)));
  }

  /// Demands that XNNPACK takes the operator.
  private static void demandDelegated(OperatorSite site, FlatTensor a, FlatTensor b, FlatTensor y)
      throws OperatorSite.Refused {
    Shape left = a.shape();
    Shape right = b.shape();
    boolean whole = left.rank() == right.rank() && left.rank() == y.shape().rank();
    for (int axis = 0; whole && axis < left.rank() - 2; axis++) {
      whole = left.dim(axis) == right.dim(axis);
    }
    if (!whole) {
      throw site.onEachMachine("leading axes broadcast");
    }
    if (!Delegation.takes(site, a, b, y)) {
      throw site.onEachMachine("the quantization of an operand is along an axis, or subnormal");
    }
  }

  /// What the second operand may be; int8 beside int16 in LiteRT only.
  private static byte[] types(OperatorSite site, FlatTensor a) {
    boolean micro = site.profile().isMicro();
    boolean mixed = a.type() == TensorType.INT16 && !micro;
    return mixed ? ActivationTypes.signed() : new byte[] {a.type()};
  }

  private static SourceRule rule(
      OperatorSite site, Quantization a, Quantization b, Quantization out)
      throws OperatorSite.Refused {
    CodeBounds bounds = CodeBounds.of(site.codeType(site.output()));
    boolean words = site.output().type() == TensorType.INT16;
    if (site.profile() == Profile.XNNPACK && !words) {
      if (b.zeroPoint() != 0) {
        throw site.onEachMachine("the second operand's zero point is " + b.zeroPoint());
      }
      return site.float32Requantization(
          a.scale() * b.scale() / out.scale(), out.zeroPoint(), bounds, Float.POSITIVE_INFINITY);
    }
    double factor = (double) (a.scale() * b.scale()) / out.scale();
    return words
        ? WideRule.of(site, factor, out.zeroPoint(), bounds)
        : site.requantization(factor, out.zeroPoint(), bounds);
  }

  /// The operands' matrices with the result's rank, repeated along the axes in which the other
  /// operand has more.
  private record Matrices(Shape left, Shape right) {
    static Matrices of(OperatorSite site, FlatTensor a, FlatTensor b, Options options)
        throws OperatorSite.Refused {
      int rank = site.output().shape().rank();
      if (!fits(a.shape(), rank) || !fits(b.shape(), rank)) {
        throw misfit(site, a, b);
      }
      Shape left = extended(turned(a.shape(), options.transposeA()), rank);
      Shape right = extended(turned(b.shape(), options.transposeB()), rank);
      boolean fits = left.dim(rank - 1) == right.dim(rank - 2);
      for (int axis = 0; fits && axis < rank - 2; axis++) {
        int most = Math.max(left.dim(axis), right.dim(axis));
        left = left.dim(axis) == 1 ? left.withDim(axis, most) : left;
        right = right.dim(axis) == 1 ? right.withDim(axis, most) : right;
        fits = left.dim(axis) == right.dim(axis);
      }
      if (!fits) {
        throw misfit(site, a, b);
      }
      ShapeRules.demandShape(site, site.output(), left.withDim(rank - 1, right.dim(rank - 1)));
      return new Matrices(left, right);
    }

    private static boolean fits(Shape shape, int rank) {
      return shape.rank() >= 2 && shape.rank() <= rank && shape.elements() > 0;
    }

    private static OperatorSite.Refused misfit(OperatorSite site, FlatTensor a, FlatTensor b) {
      return site.refused(
          Code.IMP_SHAPE,
          a.shape() + " by " + b.shape() + " to " + site.output().shape(),
          "leading axes must be equal or 1");
    }
  }

  private static Shape turned(Shape shape, boolean transposed) {
    return transposed ? shape.permute(swap(shape.rank())) : shape;
  }

  private static Shape extended(Shape shape, int rank) {
    int[] all = new int[rank];
    Arrays.fill(all, 1);
    System.arraycopy(shape.toArray(), 0, all, rank - shape.rank(), shape.rank());
    return Shape.of(all);
  }

  /// An operand as the matrices `shape`.
  private static Ref spread(
      OperatorSite site, String name, FlatTensor x, boolean transposed, Shape shape)
      throws OperatorSite.Refused {
    Ref value = site.value(x);
    Shape own = x.shape();
    if (transposed) {
      List<Integer> order = swap(own.rank());
      own = own.permute(order);
      value = site.beside(name + ".turned", own, new RealTranspose(value, order));
    }
    if (own.rank() < shape.rank()) {
      own = extended(own, shape.rank());
      value = site.beside(name + ".whole", own, new RealReshape(value));
    }
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      if (own.dim(axis) < shape.dim(axis)) {
        own = own.withDim(axis, shape.dim(axis));
        List<Integer> copies = Collections.nCopies(own.dim(axis), 0);
        value = site.beside(name + "." + axis, own, new RealGather(value, axis, copies));
      }
    }
    return value;
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
