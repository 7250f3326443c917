package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT32;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.codes;

import io.intaglio.frontend.onnx.RuntimeOracle.Input;
import java.util.Random;
import java.util.Set;

/// Networks of one float operator between quantizers, real input and output.
///
/// @param biasFactor how many units of the accumulator one of a bias is worth, as the file says
record QuantizedPairs(
    Random random,
    int type,
    double scaleX,
    long zeroX,
    double scaleY,
    long zeroY,
    double biasFactor,
    long biasZero) {
  private static final Set<String> MOVES =
      Set.of("DepthToSpace", "GlobalMaxPool", "Pad", "Resize", "Split");

  private static final int ELEMENTS = 4 * 8 * 8;

  QuantizedPairs(Random random, int type, double scaleX, long zeroX, double scaleY, long zeroY) {
    this(random, type, scaleX, zeroX, scaleY, zeroY, 1, 0);
  }

  Input input() {
    double[] values = new double[ELEMENTS];
    for (int i = 0; i < values.length; i++) {
      // Halves of steps: every other number ties where the head quantizes it.
      values[i] = (float) ((random.nextInt(600) - 300) * 0.5 * (float) scaleX);
    }
    return new Input(OnnxModel.FLOAT, values);
  }

  OnnxModel of(String operator) {
    return of(operator, operator.equals("HardSwish") ? 14 : 13);
  }

  OnnxModel of(String operator, int opset) {
    boolean image = !operator.equals("Gemm") && !operator.equals("MatMul");
    OnnxModel model =
        image ? new OnnxModel().input("x", 1, 4, 8, 8) : new OnnxModel().input("x", 1, ELEMENTS);
    float weightScale = 0x1p-7f;
    model.scalar("xs", scaleX).initializer(codes("xz", type, dims(), zeroX));
    model.scalar("ys", scaleY).initializer(codes("yz", type, dims(), zeroY));
    model.scalar("ws", weightScale).initializer(codes("wz", INT8, dims(), 0));
    model.scalar("bs", biasFactor * (weightScale * (float) scaleX));
    model.initializer(codes("bz", INT32, dims(), biasZero));
    model.node("QuantizeLinear", "xq", "x", "xs", "xz").add();
    model.node("DequantizeLinear", "xd", "xq", "xs", "xz").add();
    model.opset(opset);
    // Elements that only move may keep their scale, or be quantized anew.
    boolean keeps =
        operator.equals("MaxPool")
            || operator.equals("Transpose")
            || (MOVES.contains(operator) && random.nextBoolean());
    String s = keeps ? "xs" : "ys";
    String z = keeps ? "xz" : "yz";
    node(model, operator).add();
    model.node("QuantizeLinear", "yq", "r", s, z).add();
    return model.node("DequantizeLinear", "y", "yq", s, z).add().output("y");
  }

  private OnnxModel.Node node(OnnxModel model, String operator) {
    return switch (operator) {
      case "Conv" -> {
        weights(model, 3, 4, 3, 3);
        bias(model, 3);
        yield model.node("Conv", "r", "xd", "wd", "bd").list("pads", 1, 1, 1, 1);
      }
      case "Gemm" -> {
        weights(model, 5, ELEMENTS);
        bias(model, 5);
        yield model.node("Gemm", "r", "xd", "wd", "bd").set("transB", 1);
      }
      case "MatMul" -> {
        weights(model, ELEMENTS, 5);
        yield model.node("MatMul", "r", "xd", "wd");
      }
      case "Add", "Mul" -> {
        model.node("Transpose", "t", "xd").list("perm", 0, 1, 3, 2).add();
        model.node("QuantizeLinear", "tq", "t", "xs", "xz").add();
        model.node("DequantizeLinear", "td", "tq", "xs", "xz").add();
        yield model.node(operator, "r", "xd", "td");
      }
      case "Concat" -> model.node("Concat", "r", "xd", "xd").set("axis", 1);
      case "AveragePool", "MaxPool" ->
          model.node(operator, "r", "xd").list("kernel_shape", 2, 2).list("strides", 2, 2);
      case "Transpose" -> model.node("Transpose", "r", "xd").list("perm", 0, 2, 3, 1);
      case "Pad" -> model.ints("pads", 0, 0, 1, 0, 0, 0, 0, 2).node("Pad", "r", "xd", "pads");
      case "Resize" ->
          model
              .floats("twice", dims(4), 1, 1, 2, 3)
              .node("Resize", "r", "xd", "", "twice")
              .set("mode", "nearest")
              .set("coordinate_transformation_mode", "asymmetric")
              .set("nearest_mode", "floor");
      case "DepthToSpace" -> model.node("DepthToSpace", "r", "xd").set("blocksize", 2);
      case "Split" ->
          model.ints("parts", 1, 3).node("Split", "s", "xd", "parts").set("axis", 1).output("r");
      case "Clip" ->
          model
              .scalar("least", -1.3 * scaleX)
              .scalar("most", 20.5 * scaleX)
              .node("Clip", "r", "xd", "least", "most");
      case "Softmax" -> model.node("Softmax", "r", "xd").set("axis", -1);
      default -> model.node(operator, "r", "xd");
    };
  }

  private void weights(OnnxModel model, long... dims) {
    int count = 1;
    for (long dim : dims) {
      count *= (int) dim;
    }
    model.initializer(codes("w", INT8, dims, random.longs(count, -64, 64).toArray()));
    model.node("DequantizeLinear", "wd", "w", "ws", "wz").add();
  }

  private void bias(OnnxModel model, int channels) {
    long[] values = random.longs(channels, -3000, 3000).toArray();
    model.initializer(codes("b", INT32, dims(channels), values));
    model.node("DequantizeLinear", "bd", "b", "bs", "bz").add();
  }
}
