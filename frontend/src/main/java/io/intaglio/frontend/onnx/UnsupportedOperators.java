package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/// Why operators are not read, and what to do about them.
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

  private static final Set<String> RECURRENT = Set.of("GRU", "LSTM", "RNN");

  private static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  private UnsupportedOperators() {}

  /// Whether this is quantization that ONNX Runtime defines.
  static boolean isIntegerForm(NodeProto node) {
    return INTEGER_FORMS.contains(node.getOpType())
        || (node.getDomain().equals("com.microsoft") && node.getOpType().startsWith("Q"));
  }

  /// What kind of operator it is, where that is why no version of it is read.
  static String reason(NodeProto node) {
    if (isControlFlow(node)) {
      return ": it is control flow";
    }
    if (RECURRENT.contains(node.getOpType())) {
      return ": it keeps a state";
    }
    return RANDOM.contains(node.getOpType()) ? ": its results are random" : "";
  }

  static String remedy(NodeProto node) {
    if (isControlFlow(node)) {
      return "control flow cannot become hardware; export the branch that is taken";
    }
    if (RECURRENT.contains(node.getOpType())) {
      return "unroll it over its steps into supported operators";
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

  private static boolean isControlFlow(NodeProto node) {
    return node.getAttributeList().stream()
        .anyMatch(
            attribute ->
                attribute.getType() == AttributeProto.AttributeType.GRAPH
                    || attribute.getType() == AttributeProto.AttributeType.GRAPHS);
  }
}
