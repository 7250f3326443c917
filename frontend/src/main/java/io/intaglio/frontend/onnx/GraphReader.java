package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.onnx.operator.NodeSite;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Checks a graph's names, finds what its outputs depend on and puts it in order.
final class GraphReader {
  static final int MAX_NODES = 1 << 16;
  static final int MAX_NAME = 1024;

  private final GraphProto graph;
  private final String file;
  private final Diagnostics diagnostics;
  private final Map<String, Integer> makers = new HashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final List<ValueInfoProto> inputs = new ArrayList<>();
  private final Set<String> used = new LinkedHashSet<>();

  private GraphReader(GraphProto graph, String file, Diagnostics diagnostics) {
    this.graph = graph;
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /// @throws io.intaglio.ir.diag.InvalidInput with all that is wrong with the graph's names and
  ///     edges
  static OnnxGraph read(GraphProto graph, String file, Diagnostics diagnostics) {
    return new GraphReader(graph, file, diagnostics).read();
  }

  private OnnxGraph read() {
    if (graph.getNodeCount() > MAX_NODES) {
      error(
          Code.MOD_TOO_LARGE,
          Origin.file(file),
          "the graph has " + graph.getNodeCount() + " nodes, at most " + MAX_NODES + " are read");
      diagnostics.throwIfErrors();
    }
    defineTensors();
    defineResults();
    List<String> outputs = outputs();
    diagnostics.throwIfErrors();
    List<NodeProto> nodes = inOrder(reachable(outputs));
    diagnostics.throwIfErrors();
    inputs.removeIf(input -> !used.contains(input.getName()));
    initializers.keySet().retainAll(used);
    return new OnnxGraph(graph, inputs, initializers, nodes, outputs, names, used);
  }

  private void defineTensors() {
    Set<String> inputNames = new LinkedHashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      define(tensor.getName(), Origin.node(file, FileNames.printable(tensor.getName())));
      initializers.put(tensor.getName(), tensor);
    }
    for (var sparse : graph.getSparseInitializerList()) {
      String name = FileNames.printable(sparse.getValues().getName());
      diagnostics.error(
          Code.IMP_UNSUPPORTED_FORM,
          Origin.node(file, name),
          "sparse initializers are not supported",
          "store it as a dense tensor");
    }
    for (ValueInfoProto input : graph.getInputList()) {
      Origin origin = Origin.node(file, FileNames.printable(input.getName()));
      if (!inputNames.add(input.getName())) {
        error(Code.MOD_MALFORMED, origin, "two inputs have this name");
      } else if (!initializers.containsKey(input.getName())) {
        define(input.getName(), origin);
        inputs.add(input);
      }
    }
  }

  private void defineResults() {
    for (int position = 0; position < graph.getNodeCount(); position++) {
      NodeProto node = graph.getNode(position);
      Origin origin = NodeSite.origin(node, file);
      if (!isSound(node.getName())) {
        error(Code.MOD_MALFORMED, origin, "the node's name has control characters or is too long");
      }
      if (node.getDomain().equals(OperatorTable.BETWEEN_QUANTIZERS)) {
        error(Code.MOD_MALFORMED, origin, "the operator domain 'qdq' is no domain of a file");
      }
      for (String output : node.getOutputList()) {
        if (!output.isEmpty()) {
          define(output, origin);
          makers.put(output, position);
        }
      }
    }
  }

  private void define(String name, Origin origin) {
    if (name.isEmpty()) {
      error(Code.MOD_MALFORMED, origin, "a tensor has no name");
    } else if (!isSound(name)) {
      error(Code.MOD_MALFORMED, origin, "a tensor's name has control characters or is too long");
    } else if (!names.add(name)) {
      error(
          Code.MOD_MALFORMED,
          origin,
          "two tensors have the name '" + FileNames.printable(name) + "'");
    }
  }

  private static boolean isSound(String name) {
    return name.length() <= MAX_NAME && FileNames.isPlain(name);
  }

  private List<String> outputs() {
    Set<String> outputs = new LinkedHashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      String name = output.getName();
      Origin origin = Origin.node(file, FileNames.printable(name));
      if (!outputs.add(name)) {
        error(Code.MOD_MALFORMED, origin, "two outputs have this name");
      }
      demandDefined(name, origin);
      used.add(name);
    }
    if (outputs.isEmpty()) {
      error(Code.MOD_MALFORMED, Origin.file(file), "the graph has no outputs");
    }
    return List.copyOf(outputs);
  }

  private void demandDefined(String name, Origin origin) {
    if (!names.contains(name)) {
      error(
          Code.MOD_NOT_A_DAG,
          origin,
          "nothing makes the tensor '" + FileNames.printable(name) + "'");
    }
  }

  /// Positions of the nodes that the outputs depend on.
  private BitSet reachable(List<String> outputs) {
    BitSet reached = new BitSet();
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Integer maker = makers.get(open.pop());
      if (maker == null || reached.get(maker)) {
        continue;
      }
      reached.set(maker);
      for (String input : graph.getNode(maker).getInputList()) {
        if (!input.isEmpty() && used.add(input)) {
          demandDefined(input, NodeSite.origin(graph.getNode(maker), file));
          open.push(input);
        }
      }
    }
    return reached;
  }

  /// Topologically sorted; among nodes that could come next, in the file's order.
  private List<NodeProto> inOrder(BitSet reached) {
    int[] waiting = new int[graph.getNodeCount()];
    Map<Integer, List<Integer>> readers = new HashMap<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
      for (String input : graph.getNode(at).getInputList()) {
        Integer maker = makers.get(input);
        if (maker != null) {
          waiting[at]++;
          readers.computeIfAbsent(maker, _ -> new ArrayList<>()).add(at);
        }
      }
      if (waiting[at] == 0) {
        ready.add(at);
      }
    }
    List<NodeProto> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.poll();
      reached.clear(next);
      ordered.add(graph.getNode(next));
      for (int reader : readers.getOrDefault(next, List.of())) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (!reached.isEmpty()) {
      Origin origin = NodeSite.origin(graph.getNode(reached.nextSetBit(0)), file);
      int stuck = reached.cardinality();
      error(
          Code.MOD_NOT_A_DAG,
          origin,
          "the node depends on its own result; " + stuck + " nodes lie on or behind the cycle");
    }
    return ordered;
  }

  private void error(Code code, Origin origin, String message) {
    diagnostics.error(code, origin, message, "export the model again");
  }
}
