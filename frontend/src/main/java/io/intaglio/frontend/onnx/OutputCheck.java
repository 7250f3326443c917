package io.intaglio.frontend.onnx;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.onnx.operator.NetworkBuilder;
import io.intaglio.frontend.onnx.operator.Traced;
import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.op.Ref;
import java.util.HashSet;
import java.util.Set;

/// What must hold of the whole network once its nodes are read.
final class OutputCheck {
  private final OnnxGraph graph;
  private final NetworkBuilder builder;
  private final String file;
  private final Diagnostics diagnostics;

  OutputCheck(OnnxGraph graph, NetworkBuilder builder, String file, Diagnostics diagnostics) {
    this.graph = graph;
    this.builder = builder;
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /// Makes every output a value of its own name.
  void bind() {
    Set<String> made = new HashSet<>();
    builder.nodes().forEach(node -> made.add(node.result()));
    for (String output : graph.outputs()) {
      Traced value = builder.value(output);
      switch (value) {
        case Folded _ ->
            refuse(output, "the output does not depend on the input", "remove the output");
        case Live live when live.name().equals(output) -> {
          if (!made.contains(output)) {
            refuse(output, "the output is an input", "remove the output");
          }
        }
        case Live live ->
            builder.emit(
                output,
                live.shape(),
                new RealReshape(new Ref(live.name())),
                Origin.node(file, FileNames.printable(output)));
      }
    }
  }

  /// Demands that Softmax and ArgMax end a quantized network.
  void demandLast() {
    Set<String> read = new HashSet<>();
    builder.nodes().forEach(node -> node.op().operands().forEach(ref -> read.add(ref.name())));
    for (RealNode node : builder.nodes()) {
      boolean last = node.op() instanceof RealSoftmax || node.op() instanceof RealArgMax;
      if (last && read.contains(node.result())) {
        diagnostics.error(
            Code.IMP_UNSUPPORTED_FORM,
            node.origin(),
            "Softmax and ArgMax are supported only where they make an output",
            "cut the model behind it");
      }
    }
  }

  private void refuse(String output, String message, String help) {
    Origin origin = Origin.node(file, FileNames.printable(output));
    diagnostics.error(Code.IMP_UNSUPPORTED_FORM, origin, message, help);
  }
}
