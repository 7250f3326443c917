package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT32;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.UINT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.onnx.RuntimeOracle.Input;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Linear operators in their less usual forms against ONNX Runtime itself, as operators of codes
/// and between quantizers. Weights keep to 7 bits, as in `OnnxRuntimeOracleTest`.
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
class LinearOracleTest {
  private final Random random = new Random(20260206);

  private Input some(int type, int count) {
    int least = type == INT8 ? -128 : 0;
    return Input.codes(type, random.longs(count, least, least + 256).toArray());
  }

  private OnnxModel convolution(int type, int weights, boolean several, int groups, boolean bias) {
    OnnxModel model = new OnnxModel().opset(21).typedInput("x", type, 1, 4, 9, 11);
    model.scalar("xs", 0.1).initializer(codes("xz", type, dims(), 3));
    model.scalar("ys", 0.7).initializer(codes("yz", type, dims(), 17));
    int channels = several ? 4 : 1;
    long[] each = several ? dims(4) : dims();
    double[] scales = random.doubles(channels).map(d -> (float) (0.002 + d / 50)).toArray();
    model.floats("ws", each, scales);
    long[] zeros = random.longs(channels, 0, 100).toArray();
    model.initializer(codes("wz", weights, each, weights == UINT8 ? zeros : new long[channels]));
    int count = 4 * (4 / groups) * 6;
    long least = weights == UINT8 ? 0 : -64;
    long[] w = random.longs(count, least, least + 128).toArray();
    model.initializer(codes("w", weights, dims(4, 4 / groups, 3, 2), w));
    double[] products = new double[channels];
    for (int i = 0; i < channels; i++) {
      products[i] = 0.1f * (float) scales[i];
    }
    model.floats("bs", each, products).initializer(codes("bz", INT32, each, new long[channels]));
    return bias
        ? model.initializer(codes("b", INT32, dims(4), random.longs(4, -3000, 3000).toArray()))
        : model;
  }

  private static OnnxModel.Node form(OnnxModel.Node node, String form, int groups) {
    node.set("group", groups);
    return switch (form) {
      case "dilated" -> node.list("dilations", 2, 3).list("pads", 2, 0, 1, 3);
      case "strided" -> node.list("strides", 3, 2).list("pads", 0, 1, 2, 0);
      case "plain" -> node.list("kernel_shape", 3, 2);
      default -> node.set("auto_pad", form).list("strides", 2, 1);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "dilated, 1",
    "dilated, 4",
    "strided, 2",
    "plain, 1",
    "VALID, 1",
    "SAME_UPPER, 4",
    "SAME_LOWER, 1"
  })
  void convolutions(String form, int groups) {
    for (int trial = 0; trial < 8; trial++) {
      int type = trial % 2 == 0 ? INT8 : UINT8;
      int weights = trial % 4 == 3 ? UINT8 : INT8;
      // Zero points that differ between channels have no kernel; those of uint8 are one.
      boolean several = weights == INT8 && trial % 3 != 0;
      boolean bias = trial != 5;
      OnnxModel codes = convolution(type, weights, several, groups, bias);
      String[] all = {"x", "xs", "xz", "w", "ws", "wz", "ys", "yz", bias ? "b" : ""};
      form(codes.node("QLinearConv", "y", all), form, groups).add().output("y");
      assertThat(RuntimeOracle.differences(codes, some(type, 396))).as("codes %d", trial).isZero();

      OnnxModel pairs = convolution(type, weights, several, groups, bias);
      pairs.node("DequantizeLinear", "xd", "x", "xs", "xz").add();
      pairs.node("DequantizeLinear", "wd", "w", "ws", "wz").set("axis", 0).add();
      if (bias) {
        pairs.node("DequantizeLinear", "bd", "b", "bs", "bz").set("axis", 0).add();
      }
      form(pairs.node("Conv", "r", "xd", "wd", bias ? "bd" : ""), form, groups).add();
      pairs.node("QuantizeLinear", "y", "r", "ys", "yz").add().output("y");
      assertThat(RuntimeOracle.differences(pairs, some(type, 396))).as("pairs %d", trial).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"MatMul, 1", "MatMul, 8", "Gemm, 1", "Gemm, 8"})
  void products_between_quantizers(String operator, int scales) {
    for (int trial = 0; trial < 8; trial++) {
      int type = trial % 2 == 0 ? INT8 : UINT8;
      boolean transposed = operator.equals("Gemm") && trial % 4 < 2;
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 32);
      model.scalar("xs", 0.03).initializer(codes("xz", type, dims(), 5));
      model.scalar("ys", 0.125).initializer(codes("yz", type, dims(), 9));
      long[] each = scales == 1 ? dims() : dims(scales);
      double[] steps = random.doubles(scales).map(d -> (float) (0.01 + d / 20)).toArray();
      model.floats("ws", each, steps).initializer(codes("wz", INT8, each, new long[scales]));
      long[] w = random.longs(256, -64, 64).toArray();
      model.initializer(codes("w", INT8, transposed ? dims(8, 32) : dims(32, 8), w));
      model.node("DequantizeLinear", "xd", "x", "xs", "xz").add();
      model.node("DequantizeLinear", "wd", "w", "ws", "wz").set("axis", transposed ? 0 : 1).add();
      OnnxModel.Node node = model.node(operator, "r", "xd", "wd");
      (transposed ? node.set("transB", 1) : node).add();
      model.node("QuantizeLinear", "y", "r", "ys", "yz").add().output("y");
      assertThat(RuntimeOracle.differences(model, some(type, 32))).as("trial %d", trial).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "2, 3", "3, 3"})
  void integer_operators(int left, int right) {
    long[] w = random.longs(24, right == INT8 ? -64 : 0, right == INT8 ? 64 : 128).toArray();
    OnnxModel product = new OnnxModel().typedInput("x", left, 1, 5, 6);
    product.initializer(codes("xz", left, dims(), 7)).initializer(codes("wz", right, dims(), 2));
    product.initializer(codes("w", right, dims(6, 4), w));
    product.node("MatMulInteger", "y", "x", "w", "xz", "wz").add().output("y");
    assertThat(RuntimeOracle.differences(product, some(left, 30))).isZero();
    if (left == UINT8) {
      OnnxModel convolution = new OnnxModel().typedInput("x", left, 1, 2, 6, 5);
      convolution.initializer(codes("xz", left, dims(), 7));
      convolution.initializer(codes("wz", right, dims(), 2));
      convolution.initializer(codes("w", right, dims(3, 2, 2, 2), w));
      convolution.node("ConvInteger", "y", "x", "w", "xz", "wz").list("pads", 1, 0, 0, 1).add();
      assertThat(RuntimeOracle.differences(convolution.output("y"), some(left, 60))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 13, 18, 19, 21, 23})
  void quantizers_of_every_version(int opset) {
    for (String operator : new String[] {"Conv", "MatMul", "Add", "MaxPool", "Concat"}) {
      QuantizedPairs pairs = new QuantizedPairs(random, INT8, 0.1, 3, 0.125, -7);
      assertThat(RuntimeOracle.differences(pairs.of(operator, opset), pairs.input()))
          .as(operator)
          .isZero();
    }
  }
}
