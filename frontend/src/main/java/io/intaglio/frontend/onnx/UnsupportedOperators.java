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
    if (INTEGER_FORMS.contains(node.getOpType())) {
      return "export with QONNX's Quant instead of ONNX's own quantization";
    }
    if (node.getOpType().equals("FloatQuant")) {
      return "quantize to integers";
    }
    return "replace it by supported operators, or cut the model before it";
  }
}
