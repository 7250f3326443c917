package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Executes a network without quantizers in floating point: every result is computed in double and
/// rounded once to float32 (to float64 where an input is float64). Runtimes round sums after every
/// term, in orders of their own; they agree with this, and with each other, to a tolerance only.
public final class FloatEvaluator {
  private final Network network;
  private final FloatType type;
  private final Map<String, Value> constants = new HashMap<>();

  /// @throws IllegalArgumentException if the network is quantized
  public FloatEvaluator(Network network) {
    if (!network.isFloat()) {
      throw new IllegalArgumentException("the network is quantized");
    }
    this.network = network;
    this.type =
        network.inputs().stream().map(NetInput::type).reduce(FloatType.FLOAT32, FloatType::promote);
    for (RealNode node : network.nodes()) {
      if (node.op() instanceof RealParameter(RealTensor value)) {
        constants.put(node.result(), new Value(node.shape(), doubles(value)));
      }
    }
  }

  private static double[] doubles(RealTensor tensor) {
    if (tensor instanceof RealTensor.Stored(FloatTensor values)) {
      return values.toArray();
    }
    throw new IllegalArgumentException("a quantized constant in a network of reals");
  }

  /// The type of all numbers.
  public FloatType type() {
    return type;
  }

  /// All tensors of one sample by name.
  ///
  /// @param inputs the network's inputs, in their order
  public Map<String, double[]> run(List<double[]> inputs) {
    Map<String, Value> values = new LinkedHashMap<>(constants);
    for (int i = 0; i < inputs.size(); i++) {
      NetInput input = network.inputs().get(i);
      double[] rounded = inputs.get(i).clone();
      if (rounded.length != input.shape().size()) {
        throw new IllegalArgumentException(
            rounded.length + " numbers for the input " + input.name() + " " + input.shape());
      }
      for (int k = 0; k < rounded.length; k++) {
        rounded[k] = input.type().round(rounded[k]);
      }
      values.put(input.name(), new Value(input.shape(), rounded));
    }
    Map<String, double[]> results = new LinkedHashMap<>();
    for (RealNode node : network.nodes()) {
      if (!(node.op() instanceof RealParameter)) {
        List<Value> operands =
            node.op().operands().stream().map(Ref::name).map(values::get).toList();
        double[] result = result(node, operands);
        values.put(node.result(), new Value(node.shape(), result));
        results.put(node.result(), result);
      }
    }
    return results;
  }

  private double[] result(RealNode node, List<Value> x) {
    Value first = x.get(0);
    return switch (node.op()) {
      case RealAdd _ -> ElementwiseReals.zip(first, x.get(1), node.shape(), type, Double::sum);
      case RealSubtract _ ->
          ElementwiseReals.zip(first, x.get(1), node.shape(), type, (a, b) -> a - b);
      case RealMultiply _ ->
          ElementwiseReals.zip(first, x.get(1), node.shape(), type, (a, b) -> a * b);
      case RealDivide _ ->
          ElementwiseReals.zip(first, x.get(1), node.shape(), type, (a, b) -> a / b);
      case RealRelu _ -> ElementwiseReals.map(first, type, v -> v < 0 ? 0 : v);
      case RealLeakyRelu(Ref _, float slope) ->
          ElementwiseReals.map(first, type, v -> v < 0 ? slope * v : v);
      case RealClip op -> clip(op, first);
      case RealUnary op -> ElementwiseReals.map(first, type, v -> UnaryReals.apply(op, v));
      case RealBatchNorm op -> BatchNormOfReals.apply(op, first, type);
      case RealSoftmax(Ref _, int axis) -> SoftmaxOfReals.apply(first, axis, type);
      case RealMatMul _ -> ProductOfReals.apply(first, x.get(1), type);
      case RealBatchMatMul _ -> ProductOfReals.batched(first, x.get(1), type);
      case RealConv op -> ConvolutionOfReals.apply(op, first, x.get(1), node.shape(), type);
      case RealMaxPool op -> PoolsOfReals.max(op, first, node.shape());
      case RealAveragePool op -> PoolsOfReals.average(op, first, node.shape(), type);
      case RealReduceSum op -> ReductionsOfReals.sum(first, op.axes(), node.shape(), type);
      case RealArgMax(Ref _, int axis, boolean _) ->
          ReductionsOfReals.argMax(first, axis, node.shape());
      case RealConcat(List<Ref> _, int axis) -> LayoutOfReals.concat(x, axis, node.shape());
      case RealPad op ->
          LayoutOfReals.pad(op, first, type.round(op.value().toDouble()), node.shape());
      case RealSlice op -> LayoutOfReals.slice(op, first, node.shape());
      case RealGather(Ref _, int axis, List<Integer> indices) ->
          LayoutOfReals.pick(first, axis, indices, node.shape());
      case RealReshape _ -> first.elements();
      case RealTranspose(Ref _, List<Integer> perm) ->
          LayoutOfReals.transpose(perm, first, node.shape());
      case RealBipolar _,
          RealFloat32Add _,
          RealFloat32AveragePool _,
          RealGemmlowpSoftmax _,
          RealInt16Softmax _,
          RealRoundedSoftmax _,
          RealLookup _,
          RealParameter _,
          RealQuantize _,
          RealRequantize _,
          RealSteps _,
          RealTableSoftmax _,
          RealTruncate _,
          RealWrapQuantize _ ->
          throw unexpected(node.op());
    };
  }

  private double[] clip(RealClip op, Value x) {
    double lo = op.lo().map(bound -> type.round(bound.toDouble())).orElse(Double.NEGATIVE_INFINITY);
    double hi = op.hi().map(bound -> type.round(bound.toDouble())).orElse(Double.POSITIVE_INFINITY);
    return ElementwiseReals.map(x, type, v -> Math.min(Math.max(v, lo), hi));
  }

  /// [Network#isFloat] rules these out.
  private static IllegalStateException unexpected(RealOp op) {
    return new IllegalStateException(op.getClass().getSimpleName() + " in a network of reals");
  }
}
