package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.intaglio.frontend.onnx.operator.NodeSite;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.frontend.onnx.operator.Profile;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rewrites a graph of `DequantizeLinear → operator → QuantizeLinear` to operators of codes, as
/// ONNX Runtime does when it may keep int8 (`session.qdqisint8allowed=1`):
///
/// - operators that move or select elements work on the codes, and the dequantizer moves behind;
/// - a rectifier or clip is dropped where the quantizer's bounds do its work;
/// - operators between quantizers become their equivalent of codes ([FusedNode]);
/// - a dequantizer and a quantizer with the same parameters vanish.
///
/// What is left between a dequantizer and a quantizer is float arithmetic, whose result depends on
/// the order in which a machine adds: refused, save under `exact`.
final class QdqFusion {
  private static final Set<String> VIEWS =
      Set.of(
          "Reshape",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "MaxPool",
          "GlobalMaxPool",
          "Slice",
          "Split",
          "Gather",
          "Resize",
          "Upsample",
          "DepthToSpace",
          "Pad",
          "Expand",
          "Identity",
          "Dropout");

  /// Elementwise operators that a network may end with in float32.
  private static final Set<String> TAIL =
      Set.of("Add", "Sub", "Mul", "Div", "Relu", "Softmax", "ArgMax", "BatchNormalization");

  private final OnnxGraph graph;
  private final Profile profile;
  private final String file;
  private final Diagnostics diagnostics;
  private final GraphConstants constants;
  private final FusedNode fused;
  private final Map<String, Dequantized> dequantized = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> names;
  private final List<NodeProto> rewritten = new ArrayList<>();

  private QdqFusion(
      OnnxGraph graph, Profile profile, int opset, String file, Diagnostics diagnostics) {
    this.graph = graph;
    this.profile = profile;
    this.file = file;
    this.diagnostics = diagnostics;
    this.constants = new GraphConstants(graph);
    this.fused = new FusedNode(constants, dequantized, profile, opset);
    this.names = new HashSet<>(graph.names());
  }

  static OnnxGraph fuse(
      OnnxGraph graph, Profile profile, int opset, String file, Diagnostics diagnostics) {
    return new QdqFusion(graph, profile, opset, file, diagnostics).fuse();
  }

  private OnnxGraph fuse() {
    graph.outputs().forEach(name -> readers.merge(name, 1, Integer::sum));
    for (NodeProto node : graph.nodes()) {
      node.getInputList().forEach(name -> readers.merge(name, 1, Integer::sum));
      node.getOutputList().forEach(name -> makers.put(name, node));
    }
    graph.nodes().forEach(this::rewrite);
    List<NodeProto> alive = alive();
    if (profile == Profile.ONNX_RUNTIME) {
      alive.forEach(node -> refuseFloat(node, alive));
    }
    Set<String> used = new HashSet<>(graph.outputs());
    alive.forEach(node -> used.addAll(node.getInputList()));
    return new OnnxGraph(
        graph.proto(), graph.inputs(), graph.initializers(), alive, graph.outputs(), names, used);
  }

  private void rewrite(NodeProto node) {
    boolean usable =
        OnnxImporter.isStandard(node.getDomain())
            && node.getInputCount() > 0
            && node.getOutputCount() > 0;
    String operator = usable ? node.getOpType() : "";
    if (operator.equals("DequantizeLinear")
        && node.getInputCount() > 1
        && !FusedNode.isBlocked(node)) {
      dequantized.put(node.getOutput(0), codes(node));
      rewritten.add(node);
    } else if (operator.equals("QuantizeLinear") && node.getInputCount() > 1) {
      rewritten.add(quantizer(node));
    } else if (isView(node, operator) && isMovable(node.getInput(0))) {
      view(node, dequantized.get(node.getInput(0)));
    } else {
      rewritten.add(node);
    }
  }

  private static Dequantized codes(NodeProto node) {
    return new Dequantized(
        node.getInput(0),
        node.getInput(1),
        FusedNode.zeroPoint(node),
        FusedNode.attribute(node, "axis").map(a -> a.getI()).orElse(1L));
  }

  private boolean isMovable(String tensor) {
    Dequantized x = dequantized.get(tensor);
    return x != null && constants.size(x.scale()) == 1 && !constants.isConstant(x.tensor());
  }

  /// Whether an operator does to codes what it does to the reals they stand for.
  private boolean isView(NodeProto node, String operator) {
    return switch (operator) {
      case "Pad" -> PaddedCodes.isOfZeros(node, constants);
      case "Resize", "Upsample" -> isNearest(node);
      default -> VIEWS.contains(operator);
    };
  }

  private static boolean isNearest(NodeProto node) {
    return FusedNode.attribute(node, "mode")
        .map(mode -> mode.getS().toStringUtf8().equals("nearest"))
        .orElse(true);
  }

  private void view(NodeProto node, Dequantized x) {
    NodeProto.Builder moved = node.toBuilder().setInput(0, x.tensor()).clearOutput();
    List<NodeProto> behind = new ArrayList<>();
    for (String output : node.getOutputList()) {
      moved.addOutput(output.isEmpty() ? "" : codes(node, output, x, behind));
    }
    rewritten.add(
        node.getOpType().equals("Pad") ? PaddedCodes.of(moved, x, constants) : moved.build());
    rewritten.addAll(behind);
  }

  /// The name of the codes behind a view, and the dequantizer of them.
  private String codes(NodeProto node, String output, Dequantized x, List<NodeProto> behind) {
    String codes = output + ".codes";
    while (!names.add(codes)) {
      codes = codes + "_";
    }
    Dequantized moved = new Dequantized(codes, x.scale(), x.zero(), x.axis());
    dequantized.put(output, moved);
    behind.add(
        NodeProto.newBuilder()
            .setName(node.getName())
            .setOpType("DequantizeLinear")
            .addAllInput(moved.zero().isEmpty() ? moved.names().subList(0, 2) : moved.names())
            .addOutput(output)
            .build());
    return codes;
  }

  private NodeProto quantizer(NodeProto quantizer) {
    String tensor = source(quantizer);
    Dequantized x = dequantized.get(tensor);
    if (x != null && isMovable(tensor)) {
      return isSame(x, quantizer)
          ? NodeProto.newBuilder()
              .setName(quantizer.getName())
              .setOpType("Identity")
              .addInput(x.tensor())
              .addOutput(quantizer.getOutput(0))
              .build()
          : requantized(x, quantizer);
    }
    NodeProto op = makers.get(tensor);
    boolean alone = op != null && readers.get(tensor) == 1;
    boolean scalar = constants.size(quantizer.getInput(1)) == 1;
    Optional<NodeProto> one = alone && scalar ? fused.of(op, quantizer) : Optional.empty();
    return one.orElse(quantizer);
  }

  private NodeProto requantized(Dequantized x, NodeProto quantizer) {
    if (constants.size(quantizer.getInput(1)) != 1) {
      return quantizer;
    }
    String zero = FusedNode.zeroPoint(quantizer);
    boolean sameType =
        constants.type(x.zero()).equals(constants.type(zero))
            || x.zero().isEmpty()
            || zero.isEmpty();
    if (profile == Profile.ONNX_RUNTIME
        && sameType
        && new QuantizerPairs(graph, makers).mayMerge(quantizer)) {
      diagnostics.error(
          Code.IMP_UNSUPPORTED_FORM,
          NodeSite.origin(quantizer, file),
          "QuantizeLinear of codes of another scale or zero point: ONNX Runtime may merge the two"
              + " quantizers into one with a scale of its own",
          "remove one of the quantizers, or read the file with --profile exact");
    }
    return fused.requantized(x, quantizer);
  }

  private boolean isSame(Dequantized x, NodeProto quantizer) {
    String zero = FusedNode.zeroPoint(quantizer);
    boolean type =
        (x.zero().isEmpty() || zero.isEmpty())
            ? x.zero().equals(zero)
            : constants.type(x.zero()).equals(constants.type(zero));
    return type && constants.same(x.scale(), quantizer.getInput(1)) && sameZero(x.zero(), zero);
  }

  private boolean sameZero(String a, String b) {
    return a.isEmpty() || constants.same(a, b);
  }

  /// The tensor that is quantized, past rectifiers and clips that the quantizer's bounds imply.
  private String source(NodeProto quantizer) {
    String tensor = quantizer.getInput(0);
    while (true) {
      NodeProto maker = makers.get(tensor);
      if (maker == null
          || readers.get(tensor) != 1
          || !OnnxImporter.isStandard(maker.getDomain())
          || maker.getInputCount() == 0
          || !isImplied(maker, quantizer)) {
        return tensor;
      }
      tensor = maker.getInput(0);
    }
  }

  private boolean isImplied(NodeProto maker, NodeProto quantizer) {
    String zeroName = FusedNode.zeroPoint(quantizer);
    Optional<double[]> scale = constants.values(quantizer.getInput(1));
    Optional<double[]> zero =
        zeroName.isEmpty() ? Optional.of(new double[] {0}) : constants.values(zeroName);
    ElementType type = constants.type(zeroName).orElse(ElementType.UINT8);
    if (scale.isEmpty() || zero.isEmpty() || scale.get().length != 1 || !type.isQuantized()) {
      return false;
    }
    double least = (type.lowest() - zero.get()[0]) * scale.get()[0];
    double most = (type.highest() - zero.get()[0]) * scale.get()[0];
    return switch (maker.getOpType()) {
      case "Relu" -> least == 0;
      case "Clip" ->
          fused.bound(maker, 1, "min", Double.NEGATIVE_INFINITY) <= least
              && fused.bound(maker, 2, "max", Double.POSITIVE_INFINITY) >= most;
      default -> false;
    };
  }

  /// The nodes that the outputs still depend on.
  private List<NodeProto> alive() {
    Set<String> needed = new HashSet<>(graph.outputs());
    List<NodeProto> alive = new ArrayList<>();
    for (int i = rewritten.size() - 1; i >= 0; i--) {
      NodeProto node = rewritten.get(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        alive.add(node);
      }
    }
    Collections.reverse(alive);
    return alive;
  }

  private void refuseFloat(NodeProto node, List<NodeProto> alive) {
    boolean standard = OnnxImporter.isStandard(node.getDomain());
    boolean allowed =
        !standard
            || VIEWS.contains(node.getOpType())
            || node.getOpType().equals("QuantizeLinear")
            || node.getOpType().equals("DequantizeLinear")
            || OperatorTable.find(node.getDomain(), node.getOpType()).isEmpty();
    if (allowed || !readsCodes(node) || (TAIL.contains(node.getOpType()) && isTail(node, alive))) {
      return;
    }
    diagnostics.error(
        Code.IMP_UNSUPPORTED_FORM,
        NodeSite.origin(node, file),
        node.getOpType()
            + " between DequantizeLinear and QuantizeLinear has no integer kernel in ONNX Runtime:"
            + " it is computed in floating point, in an order that depends on the machine",
        "quantize all its operands per tensor to the 8-bit type of its result (a bias to int32 of"
            + " the scale x_scale·w_scale), or read the file with --profile exact");
  }

  private boolean readsCodes(NodeProto node) {
    return node.getInputList().stream()
        .anyMatch(name -> !constants.isConstant(name) && dequantized.containsKey(name));
  }

  /// Whether no quantizer depends on the node.
  private static boolean isTail(NodeProto node, List<NodeProto> alive) {
    Set<String> reached = new HashSet<>(node.getOutputList());
    for (NodeProto other : alive) {
      if (other.getInputList().stream().anyMatch(reached::contains)) {
        if (other.getOpType().equals("QuantizeLinear")) {
          return false;
        }
        reached.addAll(other.getOutputList());
      }
    }
    return true;
  }
}
