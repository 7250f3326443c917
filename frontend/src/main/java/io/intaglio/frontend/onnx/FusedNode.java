package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.intaglio.frontend.onnx.operator.OperatorTable;
import io.intaglio.frontend.onnx.operator.Profile;
import io.intaglio.frontend.onnx.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `DequantizeLinear → operator → QuantizeLinear → one operator of codes`, for the operators that
/// ONNX Runtime has kernels of codes for.
///
/// Source: onnxruntime/core/optimizer/qdq_transformer/selectors_actions/
/// (qdq_selector_action_transformer.cc, qdq_selectors.cc).
final class FusedNode {
  private static final String MICROSOFT = "com.microsoft";

  /// A part of a convolution's scales by which its bias may be off and still be fused: somewhat
  /// less than the runtime's 1 %, which is taken of a product of its own.
  private static final double SURELY_FUSED = 0.0099;

  private static final double[] NO_ZERO = {0};
  private static final double[] ODD = {1};

  /// Operators of one operand, and their equivalent.
  private static final Map<String, String> UNARY =
      Map.of(
          "AveragePool", "QLinearAveragePool",
          "GlobalAveragePool", "QLinearGlobalAveragePool",
          "LeakyRelu", "QLinearLeakyRelu",
          "Sigmoid", "QLinearSigmoid",
          "Softmax", "QLinearSoftmax");

  private static final Map<String, String> BINARY =
      Map.of("Add", "QLinearAdd", "Mul", "QLinearMul");

  private final GraphConstants constants;
  private final Map<String, Dequantized> dequantized;
  private final Profile profile;
  private final int opset;

  FusedNode(
      GraphConstants constants, Map<String, Dequantized> dequantized, Profile profile, int opset) {
    this.constants = constants;
    this.dequantized = dequantized;
    this.profile = profile;
    this.opset = opset;
  }

  /// The node of codes that `op` and its `quantizer` become; none if they do not fuse.
  Optional<NodeProto> of(NodeProto op, NodeProto quantizer) {
    boolean known = OnnxImporter.isStandard(op.getDomain()) && op.getInputCount() > 0;
    if (!known || isBlocked(quantizer)) {
      return Optional.empty();
    }
    boolean real = profile == Profile.EXACT;
    return switch (op.getOpType()) {
      case "Conv" -> conv(op, quantizer);
      case "Gemm" -> gemm(op, quantizer);
      case "MatMul" -> matMul(op, quantizer);
      case "Add", "Mul" -> binary(op, quantizer);
      case "Concat" -> concat(op, quantizer);
      // In real arithmetic a quantizer behind these does all that a table would.
      case "LeakyRelu" -> real ? Optional.empty() : unary(op, quantizer);
      case "Relu" -> real ? Optional.empty() : rectifier(op, quantizer);
      case "Clip" -> real ? Optional.empty() : clip(op, quantizer);
      case "Sigmoid" -> real ? function(op, quantizer) : unary(op, quantizer);
      default -> UNARY.containsKey(op.getOpType()) ? unary(op, quantizer) : function(op, quantizer);
    };
  }

  /// A clip to constant bounds, as attributes, is a table too.
  private Optional<NodeProto> clip(NodeProto op, NodeProto quantizer) {
    float lo = (float) bound(op, 1, "min", Double.NEGATIVE_INFINITY);
    float hi = (float) bound(op, 2, "max", Double.POSITIVE_INFINITY);
    Dequantized x = operand(op, 0);
    if (!fits(x, quantizer) || constants.isConstant(x.tensor()) || !(lo <= hi)) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(x.names());
    inputs.addAll(result(quantizer));
    NodeProto.Builder node = node(op, quantizer, OperatorTable.BETWEEN_QUANTIZERS, "Clip", inputs);
    if (Float.isFinite(lo)) {
      node.addAttribute(real("min", lo));
    }
    if (Float.isFinite(hi)) {
      node.addAttribute(real("max", hi));
    }
    return Optional.of(node.build());
  }

  /// A bound of `Clip`: input `i`, or an attribute; not a number where it is no constant.
  double bound(NodeProto clip, int input, String name, double otherwise) {
    if (input < clip.getInputCount() && !clip.getInput(input).isEmpty()) {
      return constants.value(clip.getInput(input)).orElse(Double.NaN);
    }
    return attribute(clip, name).map(a -> (double) a.getF()).orElse(otherwise);
  }

  /// A function of one real is a table whatever kernel a runtime has, its float32 one or none.
  private Optional<NodeProto> function(NodeProto op, NodeProto quantizer) {
    Dequantized x = operand(op, 0);
    boolean fits =
        OperatorTable.isFunction(op.getOpType(), profile)
            && op.getInputCount() == 1
            && x != null
            && constants.size(x.scale()) == 1
            && !constants.isConstant(x.tensor());
    if (!fits) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(x.names());
    inputs.addAll(result(quantizer));
    String domain = OperatorTable.BETWEEN_QUANTIZERS;
    return Optional.of(attributed(op, quantizer, domain, op.getOpType(), inputs).build());
  }

  /// Codes of one scale and zero point as codes of another: the concatenation of one part.
  NodeProto requantized(Dequantized x, NodeProto quantizer) {
    List<String> inputs = new ArrayList<>(result(quantizer));
    inputs.addAll(x.names());
    return node(quantizer, quantizer, MICROSOFT, "QLinearConcat", inputs)
        .addAttribute(integer("axis", -1))
        .build();
  }

  /// Whether a quantizer or dequantizer has scales for blocks of an axis.
  static boolean isBlocked(NodeProto node) {
    return attribute(node, "block_size").map(a -> a.getI() != 0).orElse(false);
  }

  /// The zero point's name at a quantizer or dequantizer; empty if it has none.
  static String zeroPoint(NodeProto node) {
    return node.getInputCount() > 2 ? node.getInput(2) : "";
  }

  private Optional<NodeProto> conv(NodeProto op, NodeProto quantizer) {
    Dequantized x = operand(op, 0);
    Dequantized w = operand(op, 1);
    if (!fits(x, quantizer) || !fitsWeights(x, w, 0)) {
      return Optional.empty();
    }
    return bias(op, x, w)
        .map(
            bias -> {
              List<String> inputs = new ArrayList<>(x.names());
              inputs.addAll(w.names());
              inputs.addAll(result(quantizer));
              if (!bias.isEmpty()) {
                inputs.add(bias);
              }
              return attributed(op, quantizer, "", "QLinearConv", inputs).build();
            });
  }

  private Optional<NodeProto> gemm(NodeProto op, NodeProto quantizer) {
    Dequantized x = operand(op, 0);
    Dequantized w = operand(op, 1);
    boolean transposed = attribute(op, "transB").map(a -> a.getI() != 0).orElse(false);
    float beta = attribute(op, "beta").map(AttributeProto::getF).orElse(1f);
    float alpha = attribute(op, "alpha").map(AttributeProto::getF).orElse(1f);
    boolean biased = op.getInputCount() > 2 && !op.getInput(2).isEmpty();
    // Its kernel of codes multiplies the sum of both by alpha.
    boolean scaled = beta != 1 || (biased && alpha != 1);
    if (!fits(x, quantizer) || !fitsWeights(x, w, transposed ? 0 : 1) || scaled) {
      return Optional.empty();
    }
    return bias(op, x, w)
        .map(
            bias -> {
              List<String> inputs = new ArrayList<>(x.names());
              inputs.addAll(w.names());
              inputs.add(bias);
              inputs.addAll(result(quantizer));
              NodeProto.Builder node = node(op, quantizer, MICROSOFT, "QGemm", inputs);
              op.getAttributeList().stream()
                  .filter(a -> !a.getName().equals("beta"))
                  .forEach(node::addAttribute);
              return node.build();
            });
  }

  private Optional<NodeProto> matMul(NodeProto op, NodeProto quantizer) {
    Dequantized a = operand(op, 0);
    Dequantized b = operand(op, 1);
    if (!fits(a, quantizer) || b == null) {
      return Optional.empty();
    }
    int last = constants.rank(b.tensor()) - 1;
    if (!fitsWeights(a, b, Math.max(last, 0))) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(a.names());
    inputs.addAll(b.names());
    inputs.addAll(result(quantizer));
    return Optional.of(attributed(op, quantizer, "", "QLinearMatMul", inputs).build());
  }

  private Optional<NodeProto> binary(NodeProto op, NodeProto quantizer) {
    Dequantized a = operand(op, 0);
    Dequantized b = operand(op, 1);
    if (!fits(a, quantizer) || !fits(b, quantizer)) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(a.names());
    inputs.addAll(b.names());
    inputs.addAll(result(quantizer));
    String operator = BINARY.get(op.getOpType());
    return Optional.of(attributed(op, quantizer, MICROSOFT, operator, inputs).build());
  }

  private Optional<NodeProto> concat(NodeProto op, NodeProto quantizer) {
    List<String> inputs = new ArrayList<>(result(quantizer));
    for (int i = 0; i < op.getInputCount(); i++) {
      Dequantized part = operand(op, i);
      if (!fits(part, quantizer) || constants.isConstant(part.tensor())) {
        return Optional.empty();
      }
      inputs.addAll(part.names());
    }
    return Optional.of(attributed(op, quantizer, MICROSOFT, "QLinearConcat", inputs).build());
  }

  private Optional<NodeProto> unary(NodeProto op, NodeProto quantizer) {
    return ofOne(op, quantizer, UNARY.get(op.getOpType()))
        .map(
            node -> {
              node.addAllAttribute(op.getAttributeList());
              if (op.getOpType().equals("Softmax")) {
                node.addAttribute(integer("opset", opset));
              }
              return node.build();
            });
  }

  /// A rectifier between codes is elementwise float32 arithmetic: one of slope 0.
  private Optional<NodeProto> rectifier(NodeProto op, NodeProto quantizer) {
    return ofOne(op, quantizer, "QLinearLeakyRelu")
        .map(node -> node.addAttribute(real("alpha", 0)).build());
  }

  /// An operator of one operand, as yet without attributes.
  private Optional<NodeProto.Builder> ofOne(NodeProto op, NodeProto quantizer, String operator) {
    Dequantized x = operand(op, 0);
    if (!fits(x, quantizer)) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(x.names());
    inputs.addAll(result(quantizer));
    return Optional.of(node(op, quantizer, MICROSOFT, operator, inputs));
  }

  private Dequantized operand(NodeProto op, int i) {
    return i < op.getInputCount() ? dequantized.get(op.getInput(i)) : null;
  }

  /// Whether the codes are of one scale, and of the result's type.
  private boolean fits(Dequantized x, NodeProto quantizer) {
    return x != null
        && constants.size(x.scale()) == 1
        && type(x.zero()) == type(result(quantizer).get(1))
        && (profile == Profile.EXACT || type(x.zero()).bits() == 8);
  }

  /// Whether there are kernels for the types, and scales lie along `axis` if there are several.
  private boolean fitsWeights(Dequantized x, Dequantized w, int axis) {
    if (w == null) {
      return false;
    }
    int rank = constants.rank(w.tensor());
    long stated = w.axis() < 0 ? w.axis() + rank : w.axis();
    boolean several = constants.size(w.scale()) != 1;
    if (several && (stated != axis || rank <= 0)) {
      return false;
    }
    ElementType type = type(w.zero());
    return profile == Profile.EXACT
        || (type.bits() == 8 && (type == ElementType.INT8 || type(x.zero()) == ElementType.UINT8));
  }

  private ElementType type(String zero) {
    return constants.type(zero).orElse(ElementType.UINT8);
  }

  /// The int32 bias, empty if there is none; nothing if it is of another kind.
  private Optional<String> bias(NodeProto op, Dequantized x, Dequantized w) {
    if (op.getInputCount() < 3 || op.getInput(2).isEmpty()) {
      return Optional.of("");
    }
    return Optional.ofNullable(dequantized.get(op.getInput(2)))
        .filter(bias -> constants.type(bias.tensor()).orElse(null) == ElementType.INT32)
        .filter(bias -> isAccumulated(op, bias, x, w))
        .map(Dequantized::tensor);
  }

  /// Whether the codes of the bias are added to the accumulator. ONNX Runtime does so at a `Gemm`
  /// whatever scale and zero point the file gives them, at a `Conv` if they differ by 1 % at most.
  /// In real arithmetic a bias is worth what the file says, its scale `x·w` being that product
  /// rounded to float32, as exporters store it.
  private boolean isAccumulated(NodeProto op, Dequantized bias, Dequantized x, Dequantized w) {
    if (profile == Profile.EXACT) {
      return isOnGrid(bias, x, w, 0);
    }
    return op.getOpType().equals("Gemm") || isOnGrid(bias, x, w, SURELY_FUSED);
  }

  /// Whether the bias has no zero point and the scales `x·w`, but for `part` of them.
  private boolean isOnGrid(Dequantized bias, Dequantized x, Dequantized w, double part) {
    double[] stated = constants.values(bias.scale()).orElse(new double[0]);
    double[] input = constants.values(x.scale()).orElse(new double[0]);
    double[] weights = constants.values(w.scale()).orElse(new double[0]);
    double[] zeros = bias.zero().isEmpty() ? NO_ZERO : constants.values(bias.zero()).orElse(ODD);
    boolean same = input.length == 1 && Arrays.stream(zeros).allMatch(zero -> zero == 0);
    for (int i = 0; same && i < Math.max(stated.length, weights.length); i++) {
      float product = (float) input[0];
      product *= (float) at(weights, i);
      same = Math.abs(at(stated, i) - product) <= part * product;
    }
    return same;
  }

  /// Element `i` of one for all, or of a list.
  private static double at(double[] values, int i) {
    return values.length == 1 ? values[0] : i < values.length ? values[i] : Double.NaN;
  }

  private static List<String> result(NodeProto quantizer) {
    return List.of(quantizer.getInput(1), zeroPoint(quantizer));
  }

  private static NodeProto.Builder node(
      NodeProto op, NodeProto quantizer, String domain, String operator, List<String> inputs) {
    return NodeProto.newBuilder()
        .setName(op.getName())
        .setDomain(domain)
        .setOpType(operator)
        .addAllInput(inputs)
        .addOutput(quantizer.getOutput(0));
  }

  private static NodeProto.Builder attributed(
      NodeProto op, NodeProto quantizer, String domain, String operator, List<String> inputs) {
    return node(op, quantizer, domain, operator, inputs).addAllAttribute(op.getAttributeList());
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }
}
