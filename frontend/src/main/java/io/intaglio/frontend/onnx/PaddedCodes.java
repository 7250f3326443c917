package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/// `Pad` with zeros on codes: it pads with their zero point.
final class PaddedCodes {
  private static final int VALUE = 2;

  private PaddedCodes() {}

  /// Whether the node pads with the number 0.
  static boolean isOfZeros(NodeProto pad, GraphConstants constants) {
    boolean constant =
        FusedNode.attribute(pad, "mode")
            .map(mode -> mode.getS().toStringUtf8().equals("constant"))
            .orElse(true);
    double value =
        hasInput(pad)
            ? constants.value(pad.getInput(VALUE)).orElse(Double.NaN)
            : FusedNode.attribute(pad, "value").map(a -> a.getF()).orElse(0f);
    return constant && value == 0;
  }

  private static boolean hasInput(NodeProto pad) {
    return pad.getInputCount() > VALUE && !pad.getInput(VALUE).isEmpty();
  }

  /// The node on the codes of `x`: before opset 11 the pads and the value are attributes.
  static NodeProto of(NodeProto.Builder pad, Dequantized x, GraphConstants constants) {
    if (pad.getInputCount() == 1) {
      List<AttributeProto> others =
          pad.getAttributeList().stream()
              .filter(attribute -> !attribute.getName().equals("value"))
              .toList();
      AttributeProto value =
          AttributeProto.newBuilder()
              .setName("value")
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF((float) constants.value(x.zero()).orElse(0))
              .build();
      return pad.clearAttribute().addAllAttribute(others).addAttribute(value).build();
    }
    while (pad.getInputCount() <= VALUE) {
      pad.addInput("");
    }
    return pad.setInput(VALUE, x.zero()).build();
  }
}
