package io.intaglio.backend.hardware;

import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
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
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Ref;
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
import io.intaglio.ir.type.IntTensor;
import java.util.Map;

/// Bounds on what a node becomes, found without building it.
final class CellEstimate {
  private CellEstimate() {}

  /// About how many cells, at least one an element; `Long.MAX_VALUE` if beyond counting.
  static long cells(Node node, Map<String, Value> values) {
    long size = node.result().shape().elements();
    return switch (node.op()) {
      case Dense op -> Bound.multiply(size / Math.max(1, op.outputs()), digitCount(op.weights()));
      case Conv2d op ->
          Bound.multiply(size / Math.max(1, op.weights().shape().dim(0)), digitCount(op.weights()));
      case Rescale op -> Bound.multiply(size, 4 + worstDigitCount(op.m()));
      case Combine op ->
          Bound.multiply(size, 4 + op.inputs().size() * (long) worstDigitCount(op.m()));
      case Threshold op -> Bound.multiply(size, 2L * op.count() + 2);
      case MaxPool op -> Bound.multiply(size, 2L * op.kernelH() * op.kernelW());
      case SumPool op -> Bound.multiply(size, (long) op.kernelH() * op.kernelW());
      case ArgMax op -> Bound.multiply(3, value(values, op.x()).shape().elements());
      case Mul op -> Bound.multiply(size, value(values, op.b()).type().bits() + 1L);
      case Lookup _, Clamp _, Wrap _, Add _, Sub _ -> size;
      case MatMul _, TableSoftmax _, GemmlowpSoftmax _, Int16Softmax _, RoundedSoftmax _ -> size;
      case Float32Add _, Float32AveragePool _ -> size;
      case Pad _, Slice _, Gather _, Reshape _, Transpose _, Concat _, Constant _ -> size;
    };
  }

  /// A bound on the magnitude of every number inside.
  static long magnitude(Node node, Map<String, Value> values) {
    return switch (node.op()) {
      case Dense op -> sums(op.weights(), op.bias(), magnitude(values, op.x()));
      case Conv2d op -> sums(op.weights(), op.bias(), magnitude(values, op.x()));
      case Rescale op ->
          rescaled(
              Bound.multiply(Bound.magnitude(op.m()), magnitude(values, op.x())),
              op.b(),
              op.s(),
              op.z());
      case Combine op -> {
        long sum = 0;
        for (Ref ref : op.inputs()) {
          long factor = Bound.magnitude(op.m());
          sum = Bound.add(sum, Bound.multiply(factor, magnitude(values, ref)));
        }
        yield rescaled(sum, op.b(), op.s(), op.z());
      }
      case Threshold op ->
          Bound.add(
              Bound.magnitude(op.base()), Bound.multiply(Bound.digits(op.step()), op.count() + 1L));
      case Add op -> Bound.add(magnitude(values, op.a()), magnitude(values, op.b()));
      case Sub op -> Bound.add(magnitude(values, op.a()), magnitude(values, op.b()));
      case Mul op -> Bound.multiply(magnitude(values, op.a()), magnitude(values, op.b()));
      case SumPool op ->
          Bound.multiply((long) op.kernelH() * op.kernelW(), magnitude(values, op.x()));
      case MaxPool _, ArgMax _, Lookup _, Clamp _, Wrap _ -> 0;
      case MatMul _, TableSoftmax _, GemmlowpSoftmax _, Int16Softmax _, RoundedSoftmax _ -> 0;
      case Float32Add _, Float32AveragePool _ -> 0;
      case Pad _, Slice _, Gather _, Reshape _, Transpose _, Concat _, Constant _ -> 0;
    };
  }

  private static Value value(Map<String, Value> values, Ref ref) {
    return values.get(ref.name());
  }

  private static long magnitude(Map<String, Value> values, Ref ref) {
    return Bound.magnitude(value(values, ref).range());
  }

  /// Signed digits of a sum's factors may overshoot to 5/3; twice covers them.
  private static long rescaled(long scaled, IntTensor b, IntTensor s, IntTensor z) {
    long one = 1L << Math.max(0, s.max());
    long offset = Bound.multiply(Bound.add(Bound.magnitude(z), 1), one);
    return Bound.add(Bound.multiply(2, scaled), Bound.add(offset, Bound.magnitude(b)));
  }

  private static long sums(IntTensor weights, IntTensor bias, long input) {
    int outputs = bias.size();
    int row = outputs == 0 ? 0 : weights.size() / outputs;
    long worst = 0;
    for (int o = 0; o < outputs; o++) {
      long sum = Bound.magnitude(bias.at(o));
      for (int i = 0; i < row; i++) {
        sum = Bound.add(sum, Bound.multiply(Bound.digits(weights.at(o * row + i)), input));
      }
      worst = Math.max(worst, sum);
    }
    return worst;
  }

  private static long digitCount(IntTensor weights) {
    return weights.stream().mapToInt(Bound::digitCount).asLongStream().sum();
  }

  private static int worstDigitCount(IntTensor m) {
    return m.stream().mapToInt(Bound::digitCount).max().orElse(0);
  }
}
