package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.frontend.onnx.tensor.TensorDecoder;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What is constant in a graph before it is imported: initializers, `Constant` nodes, and names
/// that depend on nothing else.
final class GraphConstants {
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Set<String> constant = new HashSet<>();
  private final ElementBudget budget = new ElementBudget();
  private final Map<String, Optional<ConstantTensor>> decoded = new HashMap<>();

  GraphConstants(OnnxGraph graph) {
    tensors.putAll(graph.initializers());
    constant.addAll(graph.initializers().keySet());
    for (NodeProto node : graph.nodes()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (node.getOpType().equals("Constant") && attribute.hasT() && node.getOutputCount() > 0) {
          tensors.put(node.getOutput(0), attribute.getT());
        }
      }
      if (node.getInputList().stream().allMatch(name -> name.isEmpty() || isConstant(name))) {
        constant.addAll(node.getOutputList());
      }
    }
  }

  /// Whether the tensor does not depend on the network's inputs.
  boolean isConstant(String name) {
    return constant.contains(name);
  }

  /// The number of axes of a stored tensor; −1 if it is not stored.
  int rank(String name) {
    TensorProto tensor = tensors.get(name);
    return tensor == null ? -1 : tensor.getDimsCount();
  }

  /// The number of elements of a stored tensor; −1 if it is not stored.
  long size(String name) {
    TensorProto tensor = tensors.get(name);
    return tensor == null ? -1 : tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
  }

  Optional<ElementType> type(String name) {
    return Optional.ofNullable(tensors.get(name))
        .flatMap(tensor -> ElementType.of(tensor.getDataType()));
  }

  /// The elements of a stored tensor, if it can be read.
  Optional<double[]> values(String name) {
    return decoded.computeIfAbsent(name, this::decode).map(GraphConstants::elements);
  }

  /// The element of a stored tensor that has but one.
  OptionalDouble value(String name) {
    double[] values = values(name).orElse(new double[0]);
    return values.length == 1 ? OptionalDouble.of(values[0]) : OptionalDouble.empty();
  }

  private Optional<ConstantTensor> decode(String name) {
    TensorProto tensor = tensors.get(name);
    try {
      return tensor == null ? Optional.empty() : Optional.of(TensorDecoder.decode(tensor, budget));
    } catch (TensorDecoder.Malformed | TooLarge e) {
      // Whoever reads the tensor says so.
      return Optional.empty();
    }
  }

  private static double[] elements(ConstantTensor tensor) {
    double[] all = new double[tensor.size()];
    Arrays.setAll(all, tensor::real);
    return all;
  }

  /// Whether two stored tensors have the same elements.
  boolean same(String a, String b) {
    if (a.equals(b)) {
      return true;
    }
    Optional<double[]> left = values(a);
    Optional<double[]> right = values(b);
    return left.isPresent() && right.isPresent() && Arrays.equals(left.get(), right.get());
  }
}
