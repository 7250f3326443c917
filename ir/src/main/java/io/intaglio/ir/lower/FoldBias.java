package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Optional;

/// `Dense/Conv2d, then + constant → the same with another bias`, which then makes the sum's tensor.
///
/// Side conditions: nothing else reads the layer's result, and the constant is an integer number of
/// its steps in every output.
///
/// Tempting and wrong: to fold the nearest integer. A bias of 1.2 steps moves thresholds by 1.2.
final class FoldBias {
  private final GraphBuilder builder;

  FoldBias(GraphBuilder builder) {
    this.builder = builder;
  }

  /// The sum, if it folds.
  Optional<Pending> fold(Pending x, Coefficients addend, String tensor, Origin origin) {
    if (!x.exclusive() || !x.chain().isAffine() || !x.chain().affine().a().isRational()) {
      return Optional.empty();
    }
    Optional<Op> producer = builder.producer(x.value());
    Coefficients a = x.chain().affine().a();
    Optional<IntTensor> bias = producer.flatMap(FoldBias::bias);
    if (bias.isEmpty() || !a.isPerChannel() || !addend.isPerChannel()) {
      return Optional.empty();
    }
    Optional<IntTensor> sum = sum(bias.get(), a, addend);
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    Origin all = x.value().origin().merge(x.origin()).merge(origin);
    Op op = withBias(producer.get(), sum.get());
    Value value = builder.replace(x.value(), tensor, op, Pending.scale(x.chain()), all);
    return Optional.of(new Pending(value, x.layout(), x.chain(), true, Origin.NONE));
  }

  private static Optional<IntTensor> bias(Op op) {
    return switch (op) {
      case Dense dense -> Optional.of(dense.bias());
      case Conv2d conv -> Optional.of(conv.bias());
      case Add _,
          ArgMax _,
          Clamp _,
          Combine _,
          Concat _,
          Constant _,
          Float32Add _,
          Float32AveragePool _,
          Gather _,
          GemmlowpSoftmax _,
          Int16Softmax _,
          RoundedSoftmax _,
          Lookup _,
          MatMul _,
          MaxPool _,
          Mul _,
          Pad _,
          Rescale _,
          Reshape _,
          Slice _,
          Sub _,
          SumPool _,
          TableSoftmax _,
          Threshold _,
          Transpose _,
          Wrap _ ->
          Optional.empty();
    };
  }

  private static Optional<IntTensor> sum(IntTensor bias, Coefficients a, Coefficients addend) {
    Shape outputs = Shape.of(bias.size());
    List<Surd> steps = a.over(outputs);
    List<Surd> addends = addend.over(outputs);
    long[] sums = bias.toArray();
    for (int o = 0; o < sums.length; o++) {
      Surd number = addends.get(o);
      if (number.signum() == 0) {
        continue;
      }
      if (!number.isRational() || steps.get(o).signum() == 0) {
        return Optional.empty();
      }
      Rational folded = number.p().divide(steps.get(o).p()).add(Rational.of(sums[o]));
      if (!folded.isInteger() || folded.num().bitLength() > 62) {
        return Optional.empty();
      }
      sums[o] = folded.num().longValueExact();
    }
    return Optional.of(IntTensor.vector(sums));
  }

  private static Op withBias(Op op, IntTensor bias) {
    if (op instanceof Conv2d c) {
      return new Conv2d(
          c.x(),
          c.weights(),
          bias,
          c.strideH(),
          c.strideW(),
          c.dilationH(),
          c.dilationW(),
          c.groups(),
          c.productShift());
    }
    Dense dense = (Dense) op;
    return new Dense(dense.x(), dense.weights(), bias, dense.productShift());
  }
}
