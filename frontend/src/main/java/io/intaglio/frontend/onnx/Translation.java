package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.onnx.operator.NetworkBuilder;
import io.intaglio.frontend.onnx.operator.NodeSite;
import io.intaglio.frontend.onnx.operator.OperatorReader;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.frontend.onnx.operator.Profile;
import io.intaglio.frontend.onnx.operator.Refusal;
import io.intaglio.frontend.onnx.operator.Traced;
import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.frontend.onnx.tensor.TensorDecoder;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes a sound graph to a network, node by node. A node that is refused leaves its results
/// unknown, or known by shape alone, and what can be said of the others is said.
final class Translation {
  private final OnnxGraph graph;
  private final Set<List<String>> functions = new HashSet<>();
  private final int opset;
  private final String file;
  private final Diagnostics diagnostics;
  private final NetworkBuilder builder;
  private final List<NetInput> inputs = new ArrayList<>();

  /// Results of quantizers that were refused.
  private final Set<String> assumed = new HashSet<>();

  Translation(
      OnnxGraph graph,
      List<FunctionProto> functions,
      int opset,
      Profile profile,
      String file,
      Diagnostics diagnostics) {
    this.graph = graph;
    functions.forEach(
        function -> this.functions.add(List.of(function.getDomain(), function.getName())));
    this.opset = opset;
    this.file = file;
    this.diagnostics = diagnostics;
    this.builder =
        new NetworkBuilder(file, profile, new ElementBudget(), graph.names(), renamed(graph));
  }

  Network network() {
    readInputs();
    readInitializers();
    graph.nodes().forEach(this::readNode);
    OutputCheck outputs = new OutputCheck(graph, builder, file, diagnostics);
    if (!diagnostics.hasErrors()) {
      outputs.bind();
    }
    diagnostics.throwIfErrors();
    List<NetInput> encoded =
        builder.profile() == Profile.QONNX
            ? inputs
            : new QuantizedInputs(builder).encoded(inputs, graph.outputs());
    Network network =
        new Network(file, builder.profile().id(), encoded, builder.nodes(), graph.outputs());
    if (!network.isFloat()) {
      outputs.demandLast();
      diagnostics.throwIfErrors();
    }
    return network;
  }

  /// Where an output is another value handed through, that value takes the output's name.
  private static Map<String, String> renamed(OnnxGraph graph) {
    Map<String, String> sources = new HashMap<>();
    Set<String> made = new HashSet<>();
    for (NodeProto node : graph.nodes()) {
      if (handsThrough(node)) {
        String input = node.getInput(0);
        sources.put(node.getOutput(0), sources.getOrDefault(input, input));
      } else {
        made.addAll(node.getOutputList());
      }
    }
    made.removeAll(new HashSet<>(graph.outputs()));
    Map<String, String> renamed = new HashMap<>();
    for (String output : graph.outputs()) {
      String source = sources.get(output);
      if (source != null && made.contains(source)) {
        renamed.putIfAbsent(source, output);
      }
    }
    return renamed;
  }

  private static boolean handsThrough(NodeProto node) {
    return node.getInputCount() > 0
        && node.getOutputCount() > 0
        && (node.getOpType().equals("Identity") || node.getOpType().equals("Dropout"));
  }

  private void readInputs() {
    Map<String, String> datatypes = InputReader.datatypes(graph.proto());
    for (ValueInfoProto proto : graph.inputs()) {
      try {
        InputReader.Read read = new InputReader(datatypes, builder.budget(), proto, file).read();
        NetInput input = read.input();
        inputs.add(input);
        builder.bind(input.name(), new Live(input.name(), input.shape(), read.type()));
      } catch (InputReader.Refused e) {
        diagnostics.add(e.diagnostic());
      }
    }
  }

  private void readInitializers() {
    graph
        .initializers()
        .forEach(
            (name, proto) -> {
              Origin origin = Origin.node(file, FileNames.printable(name));
              try {
                builder.bind(name, new Folded(name, TensorDecoder.decode(proto, builder.budget())));
              } catch (TensorDecoder.Malformed e) {
                diagnostics.error(
                    Code.MOD_MALFORMED,
                    origin,
                    "the initializer cannot be read: " + e.getMessage(),
                    "store dense tensors of float32 or of integers of 4, 8, 16, 32 or 64 bits"
                        + " inside the file");
              } catch (TooLarge e) {
                diagnostics.error(
                    Code.MOD_TOO_LARGE, origin, e.getMessage(), "import a smaller part");
              }
            });
  }

  private void readNode(NodeProto node) {
    Optional<OperatorReader> reader = find(node);
    boolean known = node.getInputList().stream().allMatch(this::isKnown) && !isBehindRefused(node);
    if (reader.isEmpty()) {
      reportUnsupported(node);
    } else if (known) {
      try {
        NodeSite site = new NodeSite(node, opset, builder);
        reader.get().read(site);
        site.demandNoOtherAttributes();
        demandOneResult(node);
      } catch (Refusal refusal) {
        diagnostics.add(refusal.diagnostic());
      }
    }
    assumeShape(node);
  }

  /// Whether this dequantizes what a refused quantizer would have made: that has been said.
  private boolean isBehindRefused(NodeProto node) {
    return node.getOpType().equals("DequantizeLinear")
        && node.getInputCount() > 0
        && assumed.contains(node.getInput(0));
  }

  private boolean isKnown(String name) {
    return name.isEmpty() || builder.value(name) != null;
  }

  private Optional<OperatorReader> find(NodeProto node) {
    boolean local = functions.contains(List.of(node.getDomain(), node.getOpType()));
    return local ? Optional.empty() : OperatorTable.find(node.getDomain(), node.getOpType());
  }

  private void demandOneResult(NodeProto node) {
    for (String output : node.getOutputList().subList(1, node.getOutputCount())) {
      if (graph.used().contains(output) && builder.value(output) == null) {
        diagnostics.error(
            Code.IMP_UNSUPPORTED_FORM,
            NodeSite.origin(node, file),
            "the result '" + FileNames.printable(output) + "' is not supported",
            "use the first result of " + FileNames.printable(node.getOpType()) + " only");
      }
    }
  }

  private void reportUnsupported(NodeProto node) {
    String operator = FileNames.printable(node.getOpType());
    String domain = FileNames.printable(node.getDomain());
    diagnostics.error(
        Code.IMP_UNSUPPORTED_OPERATOR,
        NodeSite.origin(node, file),
        "the operator "
            + (domain.isEmpty() ? operator : domain + "." + operator)
            + " is not supported"
            + UnsupportedOperators.reason(node),
        UnsupportedOperators.remedy(node));
  }

  /// Gives a refused node's result the shape it must have, if that is sure, so that what follows is
  /// read too. The network is not used any more.
  private void assumeShape(NodeProto node) {
    if (node.getOutputCount() == 0
        || node.getOutput(0).isEmpty()
        || builder.value(node.getOutput(0)) != null
        || node.getInputCount() == 0
        || !OperatorTable.keepsShape(node.getOpType())) {
      return;
    }
    Traced x = builder.value(node.getInput(0));
    if (x instanceof Live live) {
      if (node.getOpType().equals("QuantizeLinear")) {
        assumed.add(node.getOutput(0));
      }
      builder.bind(node.getOutput(0), new Live(node.getOutput(0), live.shape(), live.type()));
    }
  }
}
