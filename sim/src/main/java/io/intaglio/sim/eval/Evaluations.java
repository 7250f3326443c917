package io.intaglio.sim.eval;

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
import java.util.List;

/// Which formula an operator has.
final class Evaluations {
  private Evaluations() {}

  static Evaluation of(Op op, List<Value> x) {
    return switch (op) {
      case Add _ -> Elementwise.add(x.get(0).shape(), x.get(1).shape());
      case Sub _ -> Elementwise.subtract(x.get(0).shape(), x.get(1).shape());
      case Mul _ -> Elementwise.multiply(x.get(0).shape(), x.get(1).shape());
      case Clamp clamp -> Elementwise.clamp(clamp, x.get(0).shape());
      case Wrap wrap -> Elementwise.wrap(wrap, x.get(0).shape());
      case Constant constant -> Elementwise.constant(constant);
      case Rescale rescale -> new RescaleEvaluation(rescale, x.get(0));
      case Combine combine -> new CombineEvaluation(combine, x);
      case Threshold threshold -> new ThresholdEvaluation(threshold, x.get(0).shape());
      case Lookup lookup -> new LookupEvaluation(lookup, x.get(0).shape());
      case Dense dense -> new DenseEvaluation(dense, x.get(0));
      case Conv2d conv -> new ConvolutionEvaluation(conv, x.get(0));
      case MaxPool pool -> Pooling.max(pool, x.get(0).shape());
      case SumPool pool -> Pooling.sum(pool, x.get(0).shape());
      case MatMul _ -> new MatMulEvaluation(x.get(0).shape(), x.get(1).shape());
      case RoundedSoftmax softmax -> new RoundedSoftmaxEvaluation(softmax, x.get(0).shape());
      case TableSoftmax softmax -> new TableSoftmaxEvaluation(softmax, x.get(0).shape());
      case GemmlowpSoftmax softmax -> new GemmlowpSoftmaxEvaluation(softmax, x.get(0).shape());
      case Int16Softmax softmax -> new Int16SoftmaxEvaluation(softmax, x.get(0).shape());
      case Float32Add add -> new Float32AddEvaluation(add, x.get(0).shape(), x.get(1).shape());
      case Float32AveragePool pool -> new Float32AveragePoolEvaluation(pool, x.get(0).shape());
      case ArgMax _ -> new ArgMaxEvaluation(x.get(0).shape());
      case Concat concat -> Layout.concat(concat, x);
      case Pad pad -> Layout.pad(pad, x.get(0).shape());
      case Gather gather -> Layout.gather(gather, x.get(0).shape());
      case Slice slice -> Layout.slice(slice, x.get(0).shape());
      case Reshape _ -> Layout.reshape();
      case Transpose transpose -> Layout.transpose(transpose, x.get(0).shape());
    };
  }
}
