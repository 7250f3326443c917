package io.intaglio.ir.lower;

import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
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
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nodes that a head or a tail can execute in floating point: arithmetic with a constant,
/// rectifiers, batch normalisation, softmax.
///
/// @param x the one operand that is no constant
record ElementwiseStep(RealNode node, String x, Kind kind) {
  /// What is executed.
  private sealed interface Kind {}

  private record Arithmetic(FloatStep.Kind kind, RealTensor operand) implements Kind {}

  private record Rectify() implements Kind {}

  private record Normalize(RealBatchNorm norm) implements Kind {}

  private record Softmax(int axis) implements Kind {}

  /// The node as such a step, if it is one.
  static Optional<ElementwiseStep> of(RealNode node, Map<String, RealTensor> constants) {
    return switch (node.op()) {
      case RealAdd(Ref a, Ref b) ->
          arithmetic(node, a, b, FloatStep.Kind.ADD, FloatStep.Kind.ADD, constants);
      case RealSubtract(Ref a, Ref b) ->
          arithmetic(
              node, a, b, FloatStep.Kind.SUBTRACT, FloatStep.Kind.REVERSE_SUBTRACT, constants);
      case RealMultiply(Ref a, Ref b) ->
          arithmetic(node, a, b, FloatStep.Kind.MULTIPLY, FloatStep.Kind.MULTIPLY, constants);
      case RealDivide(Ref a, Ref b) ->
          arithmetic(node, a, b, FloatStep.Kind.DIVIDE, FloatStep.Kind.REVERSE_DIVIDE, constants);
      case RealRelu(Ref x) -> step(node, x, new Rectify());
      case RealBatchNorm norm -> step(node, norm.x(), new Normalize(norm));
      case RealSoftmax(Ref x, int axis) -> step(node, x, new Softmax(axis));
      case RealArgMax _,
          RealAveragePool _,
          RealBipolar _,
          RealClip _,
          RealConcat _,
          RealConv _,
          RealLeakyRelu _,
          RealMatMul _,
          RealMaxPool _,
          RealPad _,
          RealParameter _,
          RealQuantize _,
          RealRequantize _,
          RealReshape _,
          RealSlice _,
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

  private static Optional<ElementwiseStep> step(RealNode node, Ref x, Kind kind) {
    return Optional.of(new ElementwiseStep(node, x.name(), kind));
  }

  private static Optional<ElementwiseStep> arithmetic(
      RealNode node,
      Ref a,
      Ref b,
      FloatStep.Kind kind,
      FloatStep.Kind reversed,
      Map<String, RealTensor> constants) {
    RealTensor left = constants.get(a.name());
    RealTensor right = constants.get(b.name());
    if ((left == null) == (right == null)) {
      return Optional.empty();
    }
    return right != null
        ? step(node, a, new Arithmetic(kind, right))
        : step(node, b, new Arithmetic(reversed, left));
  }

  boolean isSoftmax() {
    return kind instanceof Softmax;
  }

  /// Whether this adds a constant to `x` or takes one from it.
  boolean isSum() {
    return kind instanceof Arithmetic(FloatStep.Kind k, RealTensor _)
        && (k == FloatStep.Kind.ADD || k == FloatStep.Kind.SUBTRACT);
  }

  /// The step with its operands shaped for the tensor at the border.
  ///
  /// @param here how the elements at this node lie
  /// @param border how those of the head's input or the tail's output lie
  FloatStep at(Layout here, Layout border) {
    return switch (kind) {
      case Arithmetic(FloatStep.Kind k, RealTensor operand) ->
          new FloatStep.Arithmetic(k, operand(floats(operand), here, border));
      case Rectify() -> new FloatStep.Rectify();
      case Normalize(RealBatchNorm norm) ->
          new FloatStep.BatchNormalize(
              channels(norm.gamma(), here, border),
              channels(norm.beta(), here, border),
              channels(norm.mean(), here, border),
              channels(norm.variance(), here, border),
              norm.epsilon());
      case Softmax(int axis) -> {
        if (!here.model().equals(border.model()) || !here.sameOrder(border)) {
          throw Refusal.noForm(
              node.origin(),
              "'" + node.result() + "' is a softmax before a reshape or transpose",
              "make the softmax the last operator");
        }
        yield new FloatStep.Softmax(axis);
      }
    };
  }

  private FloatTensor channels(RealTensor parameter, Layout here, Layout border) {
    FloatTensor given = floats(parameter);
    int[] dims = new int[Math.max(1, here.model().rank() - 1)];
    Arrays.fill(dims, 1);
    dims[0] = given.size();
    return operand(given.reshape(Shape.of(dims)), here, border);
  }

  /// `parameter`, which broadcasts to the tensor that lies as `here` says, as it meets the elements
  /// of the border's tensor.
  static FloatTensor operand(FloatTensor parameter, Layout here, Layout border) {
    if (parameter.size() == 1) {
      return parameter.reshape(Shape.SCALAR);
    }
    if (here.model().equals(border.model()) && here.sameOrder(border)) {
      return parameter;
    }
    int[] index = here.parameterIndex(parameter.shape());
    double[] all = new double[index.length];
    for (int g = 0; g < index.length; g++) {
      all[border.toModel(g)] = parameter.at(index[g]);
    }
    return FloatTensor.of(border.model(), parameter.type(), all);
  }

  /// A constant in floating point; a quantized one as `(code − zeroPoint)·step` in float32.
  private static FloatTensor floats(RealTensor tensor) {
    return switch (tensor) {
      case RealTensor.Stored(FloatTensor values) -> values;
      case RealTensor.Grid grid -> {
        List<Rational> exact = IntegerWeights.exact(grid);
        double[] rounded = exact.stream().mapToDouble(v -> (double) (float) v.toDouble()).toArray();
        yield FloatTensor.of(grid.shape(), FloatType.FLOAT32, rounded);
      }
    };
  }
}
