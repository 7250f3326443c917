package io.intaglio.ir.lower;

import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sends each operator of a network to the class that lowers it.
final class LowerNode {
  private final Map<String, RealTensor> constants;
  private final LowerArithmetic arithmetic;
  private final LowerAddition addition;
  private final LowerProduct product;
  private final LowerMatMul matMul;
  private final LowerConv conv;
  private final LowerPool pool;
  private final LowerQuantizer quantizer;
  private final LowerRequantize requantize;
  private final LowerWrap wrap;
  private final LowerSteps steps;
  private final LowerConcat concat;
  private final LowerViews views;
  private final LowerArgMax argMax;
  private final LowerBatchMatMul batchMatMul;
  private final LowerKernels kernels;
  private final LowerLookup lookup;
  private final LowerReduceSum reduceSum;
  private final BuildTail tails;

  /// @param constants the network's constants by tensor
  LowerNode(GraphBuilder builder, Map<String, RealTensor> constants) {
    this.constants = constants;
    EmitIntegerAffine emit = new EmitIntegerAffine(builder);
    UnifyGrid grids = new UnifyGrid(emit);
    MaterializeBounds bounds = new MaterializeBounds(builder, emit, grids);
    ArrangeElements arrange = new ArrangeElements(builder);
    PadValue pad = new PadValue(builder, grids);
    CodesOnGrid codes = new CodesOnGrid(bounds, emit);
    this.arithmetic = new LowerArithmetic(new FoldBias(builder));
    this.addition = new LowerAddition(builder, arrange, bounds, grids);
    this.product = new LowerProduct(builder, arrange, bounds, grids);
    this.matMul = new LowerMatMul(builder, arrange, bounds);
    this.conv = new LowerConv(builder, arrange, bounds, pad);
    this.pool = new LowerPool(builder, arrange, bounds, emit, pad);
    this.quantizer = new LowerQuantizer(builder, emit);
    this.requantize = new LowerRequantize(builder, bounds, emit);
    this.wrap = new LowerWrap(builder);
    this.steps = new LowerSteps(builder);
    this.concat = new LowerConcat(builder, arrange, bounds);
    this.views = new LowerViews(builder, arrange, bounds, pad);
    this.lookup = new LowerLookup(builder, arrange, codes);
    this.reduceSum = new LowerReduceSum(builder, arrange, bounds);
    this.argMax = new LowerArgMax(builder, arrange, bounds);
    this.batchMatMul = new LowerBatchMatMul(builder, arrange, bounds);
    this.kernels = new LowerKernels(builder, arrange, codes);
    this.tails = new BuildTail(arrange, bounds, grids, constants);
  }

  /// Whether constant operands of this operator must be values of the graph.
  static boolean readsConstants(RealOp op) {
    return op instanceof RealConcat
        || op instanceof RealFloat32Add
        || op instanceof RealBatchMatMul;
  }

  /// @param x the operands; null for a constant
  Pending lower(RealNode node, List<Pending> x) {
    return switch (node.op()) {
      case RealAdd(Ref a, Ref b) ->
          x.get(0) == null
              ? arithmetic.add(node, x.get(1), constants.get(a.name()))
              : x.get(1) == null
                  ? arithmetic.add(node, x.get(0), constants.get(b.name()))
                  : addition.add(node, x.get(0), x.get(1), 1);
      case RealSubtract(Ref a, Ref b) ->
          x.get(0) == null
              ? arithmetic.subtractFrom(node, constants.get(a.name()), x.get(1))
              : x.get(1) == null
                  ? arithmetic.subtract(node, x.get(0), constants.get(b.name()))
                  : addition.add(node, x.get(0), x.get(1), -1);
      case RealMultiply(Ref a, Ref b) ->
          x.get(0) == null
              ? arithmetic.multiply(node, x.get(1), constants.get(a.name()))
              : x.get(1) == null
                  ? arithmetic.multiply(node, x.get(0), constants.get(b.name()))
                  : product.multiply(node, x.get(0), x.get(1));
      case RealDivide(Ref _, Ref b) -> divide(node, x, b);
      case RealBatchNorm norm -> arithmetic.batchNorm(node, norm, x.get(0));
      case RealRelu _ -> arithmetic.rectify(node, x.get(0));
      case RealClip op -> arithmetic.clip(node, op, x.get(0));
      case RealLeakyRelu(Ref _, float slope) -> arithmetic.leaky(node, slope, x.get(0));
      case RealQuantize q -> quantizer.quantize(node, q, x.get(0));
      case RealBipolar q -> quantizer.bipolar(node, q, x.get(0));
      case RealTruncate q -> quantizer.truncate(node, q, x.get(0));
      case RealWrapQuantize q -> wrap.lower(node, q, x.get(0));
      case RealRequantize q -> requantize.lower(node, q, x.get(0));
      case RealMatMul(Ref _, Ref w) -> matMul.lower(node, x.get(0), weights(node, x, w));
      case RealConv op -> conv.lower(node, op, x.get(0), weights(node, x, op.w()));
      case RealMaxPool op -> pool.max(node, op, x.get(0));
      case RealAveragePool op -> pool.average(node, op, x.get(0));
      case RealLookup op -> lookup.lower(node, op, x.get(0));
      case RealReduceSum op -> reduceSum.lower(node, op, x.get(0));
      case RealGather op -> views.gather(node, op, x.get(0));
      case RealConcat op -> concat.lower(node, op, x, numbers(op.operands()));
      case RealPad op -> views.pad(node, op, x.get(0));
      case RealSlice op -> views.slice(node, op, x.get(0));
      case RealReshape _ -> views.reshape(node, x.get(0));
      case RealTranspose op -> views.transpose(node, op, x.get(0));
      case RealArgMax op -> argMax.lower(node, op, x.get(0));
      case RealSoftmax _ ->
          throw Refusal.noForm(
              node.origin(),
              "'" + node.result() + "' is a softmax that other operators read",
              "softmax is supported as the last operator only");
      case RealBatchMatMul _ -> batchMatMul.lower(node, x.get(0), x.get(1));
      case RealTableSoftmax op -> kernels.tableSoftmax(node, op, x.get(0));
      case RealGemmlowpSoftmax op -> kernels.gemmlowpSoftmax(node, op, x.get(0));
      case RealInt16Softmax op -> kernels.int16Softmax(node, op, x.get(0));
      case RealRoundedSoftmax op -> kernels.roundedSoftmax(node, op, x.get(0));
      case RealFloat32Add op -> kernels.float32Add(node, op, x.get(0), x.get(1));
      case RealFloat32AveragePool op -> kernels.float32AveragePool(node, op, x.get(0));
      case RealSteps steps -> this.steps.lower(node, steps, x.get(0));
      case RealUnary op ->
          throw Refusal.noForm(
              node.origin(),
              "'"
                  + node.result()
                  + "' is "
                  + op.kind()
                  + " of real numbers, which no integers hold",
              "quantize its input and its output in the source's framework, or leave it out");
      case RealParameter _ -> throw new IllegalStateException("a constant is no operator");
    };
  }

  /// Which of `operands` are constants, by place.
  private Map<Integer, RealTensor> numbers(List<Ref> operands) {
    Map<Integer, RealTensor> numbers = new TreeMap<>();
    for (int i = 0; i < operands.size(); i++) {
      RealTensor number = constants.get(operands.get(i).name());
      if (number != null) {
        numbers.put(i, number);
      }
    }
    return numbers;
  }

  private Pending divide(RealNode node, List<Pending> x, Ref divisor) {
    if (x.get(0) == null || x.get(1) != null) {
      throw Refusal.noForm(
          node.origin(),
          "'" + node.result() + "' divides by a tensor that is no constant",
          "divide by constants only");
    }
    return arithmetic.divide(node, x.get(0), constants.get(divisor.name()));
  }

  private RealTensor weights(RealNode node, List<Pending> x, Ref w) {
    if (x.get(0) == null || x.get(1) != null) {
      throw Refusal.noForm(
          node.origin(),
          "'"
              + node.result()
              + "' multiplies matrices of which "
              + (x.get(0) == null ? "the first is" : "none is")
              + " a constant",
          "only a constant second operand is supported");
    }
    return constants.get(w.name());
  }

  /// The sum with a constant, if it folds into the layer before it.
  Optional<Pending> foldSum(RealNode node, List<Pending> x) {
    return switch (node.op()) {
      case RealAdd(Ref a, Ref _) when x.get(0) == null ->
          arithmetic.foldOnly(node, x.get(1), constants.get(a.name()), false);
      case RealAdd(Ref _, Ref b) ->
          arithmetic.foldOnly(node, x.get(0), constants.get(b.name()), false);
      case RealSubtract(Ref _, Ref b) when x.get(1) == null ->
          arithmetic.foldOnly(node, x.get(0), constants.get(b.name()), true);
      case RealSubtract _,
          RealArgMax _,
          RealAveragePool _,
          RealBatchNorm _,
          RealBipolar _,
          RealClip _,
          RealConcat _,
          RealConv _,
          RealDivide _,
          RealLeakyRelu _,
          RealMatMul _,
          RealMaxPool _,
          RealMultiply _,
          RealPad _,
          RealParameter _,
          RealQuantize _,
          RealRelu _,
          RealRequantize _,
          RealReshape _,
          RealSlice _,
          RealSoftmax _,
          RealTranspose _,
          RealBatchMatMul _,
          RealFloat32Add _,
          RealFloat32AveragePool _,
          RealGather _,
          RealGemmlowpSoftmax _,
          RealInt16Softmax _,
          RealRoundedSoftmax _,
          RealLookup _,
          RealReduceSum _,
          RealSteps _,
          RealTableSoftmax _,
          RealWrapQuantize _,
          RealTruncate _,
          RealUnary _ ->
          Optional.empty();
    };
  }

  Tail tail(String output, Pending x, List<RealNode> suffix) {
    return tails.build(output, x, suffix);
  }
}
