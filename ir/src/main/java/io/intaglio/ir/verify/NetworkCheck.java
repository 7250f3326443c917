package io.intaglio.ir.verify;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Checks a [Network]. Of a node whose operands are wrong nothing further is said.
final class NetworkCheck {
  private final Network network;
  private final Diagnostics diagnostics;
  private final Names<Shape> names;

  NetworkCheck(Network network, Diagnostics diagnostics) {
    this.network = network;
    this.diagnostics = diagnostics;
    List<String> all = new ArrayList<>();
    network.inputs().forEach(input -> all.add(input.name()));
    network.nodes().forEach(node -> all.add(node.result()));
    this.names = new Names<>(all, diagnostics);
  }

  void run() {
    for (NetInput input : network.inputs()) {
      names.size(input.name(), input.origin(), input.shape(), Shape.MAX_VALUE_ELEMENTS);
      names.define(input.name(), input.origin(), input.shape());
    }
    for (RealNode node : network.nodes()) {
      if (names.size(node.result(), node.origin(), node.shape(), limit(node))
          && names.resolve(node.result(), node.origin(), node.op().operands())) {
        node(node);
      }
      names.define(node.result(), node.origin(), node.shape());
    }
    names.outputs(network.outputs());
  }

  private static long limit(RealNode node) {
    return node.op() instanceof RealParameter ? Shape.MAX_ELEMENTS : Shape.MAX_VALUE_ELEMENTS;
  }

  private void node(RealNode node) {
    List<Shape> operands = node.op().operands().stream().map(ref -> names.get(ref.name())).toList();
    try {
      Shape shape = RealShapes.shape(node.op(), operands, node.shape());
      if (!shape.equals(node.shape())) {
        error(node, "its shape is " + node.shape() + ", its operator makes " + shape);
      }
      RealParameters.check(node.op(), operands);
    } catch (IllegalArgumentException | ArithmeticException e) {
      error(node, e.getMessage());
    }
  }

  private void error(RealNode node, String message) {
    diagnostics.error(Code.IR_INVALID, node.origin(), "%" + node.result() + ": " + message, "");
  }
}
