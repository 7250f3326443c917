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
}
