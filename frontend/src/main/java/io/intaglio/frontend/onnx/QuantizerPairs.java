package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether ONNX Runtime may replace two quantizers after one another by one of a scale and zero
/// point of its own: in `Q₁ → DQ₁ → Q₂ → DQ₂` it keeps `Q₁` and `DQ₂` and gives them the bounds
/// that both quantizers have in common.
///
/// A quantizer stays whose codes leave the graph or are read by other than dequantizers. What
/// stands between the two keeps them apart, unless it does nothing at all.
///
/// Source: onnxruntime/core/optimizer/double_qdq_pairs_remover.cc.
final class QuantizerPairs {
  private final OnnxGraph graph;
  private final Map<String, NodeProto> makers;
  private final Map<String, List<NodeProto>> readers = new HashMap<>();

  /// @param makers by each result the node that makes it
  QuantizerPairs(OnnxGraph graph, Map<String, NodeProto> makers) {
    this.graph = graph;
    this.makers = makers;
    for (NodeProto node : graph.nodes()) {
      node.getInputList()
          .forEach(name -> readers.computeIfAbsent(name, _ -> new ArrayList<>()).add(node));
    }
  }

  /// @param second a quantizer to the type that the one before it has, if there is one
  boolean mayMerge(NodeProto second) {
    NodeProto dequantizer = maker(second.getInput(0));
    if (!isOf(dequantizer, "DequantizeLinear") || isRead(second.getOutput(0))) {
      return false;
    }
    String codes = dequantizer.getInput(0);
    return isOf(maker(codes), "QuantizeLinear") && !isRead(codes);
  }

  /// What makes a tensor, past operators that the runtime removes.
  private NodeProto maker(String tensor) {
    NodeProto node = makers.get(tensor);
    while ((isOf(node, "Identity") || isOf(node, "Dropout")) && node.getInputCount() > 0) {
      node = makers.get(node.getInput(0));
    }
    return node;
  }

  private static boolean isOf(NodeProto node, String operator) {
    return node != null && node.getOpType().equals(operator) && node.getInputCount() > 0;
  }

  /// Whether codes are needed as such.
  private boolean isRead(String codes) {
    return graph.outputs().contains(codes)
        || readers.getOrDefault(codes, List.of()).stream()
            .anyMatch(node -> !node.getOpType().equals("DequantizeLinear"));
  }
}
