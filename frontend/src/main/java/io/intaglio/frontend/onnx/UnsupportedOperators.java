package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/// What to do about operators that are not read.
final class UnsupportedOperators {
  private static final Set<String> INTEGER_FORMS =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger");

  private UnsupportedOperators() {}

  /// Whether this is quantization that ONNX Runtime defines.
  static boolean isIntegerForm(NodeProto node) {
    return INTEGER_FORMS.contains(node.getOpType())
        || (node.getDomain().equals("com.microsoft") && node.getOpType().startsWith("Q"));
  }

  static String remedy(NodeProto node) {
    boolean control =
        node.getAttributeList().stream()
            .anyMatch(
                attribute ->
                    attribute.getType() == AttributeProto.AttributeType.GRAPH
                        || attribute.getType() == AttributeProto.AttributeType.GRAPHS);
    if (control) {
      return "control flow cannot become hardware; export the branch that is taken";
    }
    if (node.getOpType().startsWith("DynamicQuantize")
        || node.getOpType().equals("MatMulIntegerToFloat")) {
      return "quantize statically: its scale depends on the data of each run";
    }
    if (node.getDomain().startsWith("com.microsoft")) {
      return "give the model as it was before ONNX Runtime optimized it, with quantizers around"
          + " operators of ONNX's own";
    }
    if (node.getOpType().equals("FloatQuant")) {
      return "quantize to integers";
    }
    return "replace it by supported operators, or cut the model before it";
  }
}
