package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/// Small models that together hold every operator of ONNX's own quantization that is read.
final class QuantizedGallery {
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;

  private static final String MICROSOFT = "com.microsoft";

  private QuantizedGallery() {}

  static List<byte[]> models() {
    return List.of(operators().bytes(), integers().bytes(), pairs().bytes());
  }

  /// A tensor of an integer type.
  static TensorProto codes(String name, int type, long[] dims, long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    for (long value : values) {
      tensor.addInt32Data((int) value);
    }
    return tensor.build();
  }

  static long[] ramp(int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * 37L % 255 - 127;
    }
    return values;
  }

  private static OnnxModel quantized() {
    OnnxModel model = new OnnxModel().input("x", 1, 2, 6, 6);
    model.scalar("s", 0.05).scalar("t", 0.1).scalar("p", 1.0 / 256);
    model.initializer(codes("z", INT8, dims(), 3)).initializer(codes("o", INT8, dims(), 0));
    model.initializer(codes("m", INT8, dims(), -128));
    model.initializer(codes("w", INT8, dims(3, 2, 3, 3), ramp(54)));
    model.floats("ws", dims(3), 0.01, 0.02, 0.005);
    model.initializer(codes("wz", INT8, dims(3), 0, 0, 0));
    model.initializer(codes("b", INT32, dims(3), 100, -100, 7));
    model.initializer(codes("g", INT8, dims(12, 4), ramp(48)));
    model.initializer(codes("h", INT8, dims(4, 4), ramp(16)));
    return model.node("QuantizeLinear", "q", "x", "s", "z").add();
  }

  private static OnnxModel operators() {
    OnnxModel model = quantized();
    model.node("QLinearConv", "conv", "q", "s", "z", "w", "ws", "wz", "t", "z", "b").add();
    OnnxModel.Node pool = model.node("QLinearAveragePool", "pool", "conv", "t", "z", "t", "o");
    pool.domain(MICROSOFT).list("kernel_shape", 2, 2).list("strides", 2, 2).add();
    microsoft(model, "QLinearSigmoid", "sigmoid", "pool", "t", "o", "p", "m");
    microsoft(model, "QLinearLeakyRelu", "leaky", "pool", "t", "o", "t", "o");
    microsoft(model, "QLinearMul", "mul", "sigmoid", "p", "m", "leaky", "t", "o", "s", "z");
    microsoft(model, "QLinearAdd", "add", "mul", "s", "z", "pool", "t", "o", "t", "z");
    OnnxModel.Node concat =
        model.node("QLinearConcat", "joined", "s", "o", "add", "t", "z", "pool", "t", "o");
    concat.domain(MICROSOFT).set("axis", 1).add();
    microsoft(model, "QLinearGlobalAveragePool", "global", "joined", "s", "o", "s", "z");
    model.ints("flat", 1, 6).node("Reshape", "row", "global", "flat").add();
    model.initializer(codes("g6", INT8, dims(6, 4), ramp(24)));
    microsoft(model, "QGemm", "gemm", "row", "s", "z", "g6", "t", "o", "", "t", "z");
    model.node("QLinearMatMul", "matmul", "gemm", "t", "z", "h", "t", "o", "t", "z").add();
    OnnxModel.Node softmax = model.node("QLinearSoftmax", "softmax", "matmul", "t", "z", "p", "m");
    softmax.domain(MICROSOFT).set("opset", 13).add();
    return model.node("DequantizeLinear", "y", "softmax", "p", "m").add().output("y");
  }

  private static void microsoft(OnnxModel model, String operator, String y, String... inputs) {
    model.node(operator, y, inputs).domain(MICROSOFT).add();
  }

  private static OnnxModel integers() {
    OnnxModel model = new OnnxModel().typedInput("u", UINT8, 1, 1, 4, 4);
    model.initializer(codes("z", UINT8, dims(), 3));
    model.initializer(codes("w", UINT8, dims(2, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 250));
    model.node("ConvInteger", "y", "u", "w", "z").add().output("y");
    model.initializer(codes("h", UINT8, dims(4, 2), 1, 2, 3, 4, 5, 6, 7, 250));
    return model.node("MatMulInteger", "y2", "u", "h", "z", "z").add().output("y2");
  }

  private static OnnxModel pairs() {
    OnnxModel model = quantized();
    model.node("DequantizeLinear", "x1", "q", "s", "z").add();
    model.node("DequantizeLinear", "w1", "w", "ws", "wz").set("axis", 0).add();
    model.node("Conv", "c", "x1", "w1").add();
    model.node("QuantizeLinear", "cq", "c", "t", "m").add();
    model.node("DequantizeLinear", "d", "cq", "t", "m").add();
    model.scalar("least", -0.5).scalar("most", 0.75).ints("pads", 0, 0, 1, 0, 0, 0, 0, 1);
    model.node("Tanh", "tanh", "d").add().node("QuantizeLinear", "tq", "tanh", "p", "m").add();
    model.node("DequantizeLinear", "td", "tq", "p", "m").add();
    model.node("Clip", "clip", "td", "least", "most").add();
    model.node("QuantizeLinear", "lq", "clip", "t", "z").add();
    model.node("DequantizeLinear", "ld", "lq", "t", "z").add();
    model.node("Split", "one", "ld").set("axis", 1).output("two").output("three").add();
    model.node("Pad", "padded", "two", "pads").add();
    model.node("MaxPool", "p1", "padded").list("kernel_shape", 2, 2).add();
    model.node("Flatten", "f", "p1").add();
    return model.output("f");
  }
}
