package io.intaglio.cli.inspect;

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
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// What one operator costs before any backend has looked at it.
///
/// @param multiplyAccumulates products of a weight and an activation for one sample
/// @param parameters numbers stored: weights, biases, multipliers, thresholds, table entries
/// @param zeroWeights how many weights are zero
public record LayerCost(long multiplyAccumulates, long parameters, long zeroWeights) {
  private static final LayerCost FREE = new LayerCost(0, 0, 0);

  /// The cost of `op` with a result of `shape`.
  public static LayerCost of(Op op, Shape shape) {
    return switch (op) {
      case Dense dense ->
          linear(
              shape.elements() * dense.inputs(),
              dense.weights().stream().toArray(),
              dense.bias().size());
      case Conv2d conv -> {
        long taps = (long) conv.kernelH() * conv.kernelW() * conv.weights().shape().dim(3);
        yield linear(
            shape.elements() * taps, conv.weights().stream().toArray(), conv.bias().size());
      }
      case Rescale rescale ->
          parameters((long) rescale.m().size() + rescale.b().size() + rescale.s().size());
      case Combine combine -> parameters((long) combine.m().size() + combine.b().size());
      case Threshold threshold -> parameters(threshold.thresholds().size());
      case Lookup lookup -> parameters(lookup.table().size());
      case TableSoftmax softmax -> parameters(softmax.table().size());
      case Int16Softmax softmax ->
          parameters((long) softmax.exponentials().size() + softmax.reciprocals().size());
      case GemmlowpSoftmax _, RoundedSoftmax _, Float32Add _, Float32AveragePool _, MatMul _ ->
          FREE;
      case Constant constant -> parameters(constant.value().size());
      case Add _, ArgMax _, Clamp _, Concat _, MaxPool _, Mul _, Pad _, Reshape _, Slice _ -> FREE;
      case Gather _, Sub _, SumPool _, Transpose _, Wrap _ -> FREE;
    };
  }

  private static LayerCost linear(long products, long[] weights, long biases) {
    long zeros = Arrays.stream(weights).filter(w -> w == 0).count();
    return new LayerCost(products, weights.length + biases, zeros);
  }

  private static LayerCost parameters(long count) {
    return new LayerCost(0, count, 0);
  }
}
