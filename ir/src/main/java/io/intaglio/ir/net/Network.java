package io.intaglio.ir.net;

import io.intaglio.ir.type.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was imported: real-valued operators in the model's own layout, explicit quantizers, exact
/// parameters. Nodes stand in an order in which every operand is made before it is used.
///
/// @param source the model's file name without its folder
/// @param profile the rounding profile under which it was read, for reports only: rules are in the
///     operators
public record Network(
    String source,
    String profile,
    List<NetInput> inputs,
    List<RealNode> nodes,
    List<String> outputs) {
  public Network {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /// Shapes of all values by name.
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach(input -> shapes.put(input.name(), input.shape()));
    nodes.forEach(node -> shapes.put(node.result(), node.shape()));
    return shapes;
  }

  /// Whether its numbers are floating-point throughout: no operator quantizes and no input has an
  /// integer domain. Such a network can be executed but not lowered.
  public boolean isFloat() {
    return inputs.stream().allMatch(input -> input.format().isEmpty())
        && nodes.stream().noneMatch(node -> quantizes(node.op()));
  }

  private static boolean quantizes(RealOp op) {
    return switch (op) {
      case RealBipolar _,
          RealFloat32Add _,
          RealFloat32AveragePool _,
          RealGemmlowpSoftmax _,
          RealInt16Softmax _,
          RealLookup _,
          RealQuantize _,
          RealRequantize _,
          RealRoundedSoftmax _,
          RealSteps _,
          RealTableSoftmax _,
          RealTruncate _,
          RealWrapQuantize _ ->
          true;
      case RealParameter(RealTensor value) -> value instanceof RealTensor.Grid;
      case RealAdd _,
          RealArgMax _,
          RealAveragePool _,
          RealBatchMatMul _,
          RealBatchNorm _,
          RealClip _,
          RealConcat _,
          RealConv _,
          RealDivide _,
          RealGather _,
          RealLeakyRelu _,
          RealMatMul _,
          RealMaxPool _,
          RealMultiply _,
          RealPad _,
          RealReduceSum _,
          RealRelu _,
          RealReshape _,
          RealSlice _,
          RealSoftmax _,
          RealSubtract _,
          RealTranspose _,
          RealUnary _ ->
          false;
    };
  }
}
