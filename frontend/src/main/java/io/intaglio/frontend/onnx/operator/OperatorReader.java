package io.intaglio.frontend.onnx.operator;

/// Turns one node of the file into operators of the network, or folds it to a constant.
@FunctionalInterface
public interface OperatorReader {
  /// Binds the node's outputs.
  ///
  /// @throws Refusal if the node, or this form of it, has no exact equivalent
  void read(NodeSite site);
}
