package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT32;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.UINT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.onnx.RuntimeOracle.Input;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks of one operator, made of ties and extremes, against ONNX Runtime itself.
///
/// Weights keep to 7 bits: without VNNI its x86-64 kernels saturate sums of two products of 8 bits.
/// Other machines add and scale in other ways.
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
class OnnxRuntimeOracleTest {
  private static final String MICROSOFT = "com.microsoft";

  /// Scales of which sums and quotients tie, and some that do not.
  private static final double[] SCALES = {0.5, 0.25, 1, 0.125, 0.1, 0.03, 0.7, 0.0123};

  private final Random random = new Random(20260201);

  private double scale() {
    return SCALES[random.nextInt(SCALES.length)];
  }

  private long zero(int type) {
    long[] signed = {0, -128, 127, 3, -1, 64};
    long[] unsigned = {0, 128, 255, 3, 127, 64};
    return (type == INT8 ? signed : unsigned)[random.nextInt(6)];
  }

  private static long lowest(int type) {
    return type == INT8 ? -128 : 0;
  }

  private OnnxModel parameters(OnnxModel model, int type, String... names) {
    for (String name : names) {
      model.scalar(name + "s", scale()).initializer(codes(name + "z", type, dims(), zero(type)));
    }
    return model;
  }

  private static long[] all(int type) {
    return LongStream.range(0, 256).map(i -> i + lowest(type)).toArray();
  }

  private long[] some(int type, int count) {
    return LongStream.generate(
            () ->
                switch (random.nextInt(8)) {
                  case 0 -> lowest(type);
                  case 1 -> lowest(type) + 255;
                  default -> lowest(type) + random.nextInt(256);
                })
        .limit(count)
        .toArray();
  }

  private long[] weights(int count) {
    return random.longs(count, -64, 64).toArray();
  }

  @ParameterizedTest
  @CsvSource({"QLinearAdd, 3", "QLinearAdd, 2", "QLinearMul, 3", "QLinearMul, 2"})
  void sums_and_products_of_all_pairs(String operator, int type) {
    long[] a = new long[65536];
    long[] b = new long[65536];
    for (int i = 0; i < a.length; i++) {
      a[i] = lowest(type) + i / 256;
      b[i] = lowest(type) + i % 256;
    }
    for (int trial = 0; trial < 6; trial++) {
      OnnxModel model = new OnnxModel().typedInput("a", type, 1, 256, 256);
      parameters(model.typedInput("b", type, 1, 256, 256), type, "a", "b", "y");
      OnnxModel.Node node = model.node(operator, "y", "a", "as", "az", "b", "bs", "bz", "ys", "yz");
      node.domain(MICROSOFT).add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, a), Input.codes(type, b)))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_sum_whose_constant_is_contracted(boolean turned) {
    long[] a = new long[65536];
    long[] b = new long[65536];
    long[] every = all(INT8);
    for (int i = 0; i < a.length; i++) {
      a[i] = every[i / 256];
      b[i] = every[i % 256];
    }
    OnnxModel model = new OnnxModel().typedInput("a", INT8, 1, 65536);
    model.typedInput("b", INT8, 1, 65536).scalar("as", 0.11836442f).scalar("bs", 0.06692132f);
    model.initializer(codes("az", INT8, dims(), -23)).initializer(codes("bz", INT8, dims(), 127));
    model.scalar("ys", 0.17519762f).initializer(codes("yz", INT8, dims(), -128));
    String p = turned ? "b" : "a";
    String q = turned ? "a" : "b";
    OnnxModel.Node node =
        model.node("QLinearAdd", "y", p, p + "s", p + "z", q, q + "s", q + "z", "ys", "yz");
    node.domain(MICROSOFT).add().output("y");
    assertThat(RuntimeOracle.differences(model, Input.codes(INT8, a), Input.codes(INT8, b)))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"QLinearAdd, 3", "QLinearAdd, 2", "QLinearMul, 3"})
  void broadcasts_of_either_operand(String operator, int type) {
    for (int trial = 0; trial < 8; trial++) {
      boolean left = trial % 2 == 0;
      OnnxModel model = new OnnxModel().typedInput("a", type, 1, 256, left ? 1 : 256);
      parameters(model.typedInput("b", type, 1, 256, left ? 256 : 1), type, "a", "b", "y");
      OnnxModel.Node node = model.node(operator, "y", "a", "as", "az", "b", "bs", "bz", "ys", "yz");
      node.domain(MICROSOFT).add().output("y");
      Input few = Input.codes(type, all(type));
      Input many = Input.codes(type, some(type, 65536));
      assertThat(RuntimeOracle.differences(model, left ? few : many, left ? many : few))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, true", "3, false", "2, true", "2, false"})
  void a_sum_with_a_constant_of_each_channel(int type, boolean left) {
    for (int trial = 0; trial < 6; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 256, 8);
      parameters(model, type, "a", "b", "y");
      model.initializer(codes("c", type, dims(8), some(type, 8)));
      OnnxModel.Node node =
          model.node(
              "QLinearAdd",
              "y",
              left ? "c" : "x",
              "as",
              "az",
              left ? "x" : "c",
              "bs",
              "bz",
              "ys",
              "yz");
      node.domain(MICROSOFT).add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 2048)))).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QLinearSigmoid, 3",
    "QLinearSigmoid, 2",
    "QLinearLeakyRelu, 3",
    "QLinearLeakyRelu, 2"
  })
  void unary_functions_of_all_codes(String operator, int type) {
    for (int trial = 0; trial < 12; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 256);
      parameters(model, type, "x", "y");
      boolean sigmoid = operator.equals("QLinearSigmoid");
      model.scalar("fine", sigmoid ? 1.0 / 256 : scale());
      OnnxModel.Node node = model.node(operator, "y", "x", "xs", "xz", "fine", "yz");
      node.domain(MICROSOFT);
      if (!sigmoid) {
        node.set("alpha", 0.3f);
      }
      node.add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, all(type))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void averages_of_whole_planes(int type) {
    for (int trial = 0; trial < 12; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 256, 1, 2);
      parameters(model, type, "x", "y");
      String y = trial % 2 == 0 ? "x" : "y";
      OnnxModel.Node node =
          model.node("QLinearAveragePool", "r", "x", "xs", "xz", y + "s", y + "z");
      node.domain(MICROSOFT).list("kernel_shape", 1, 2).list("strides", 3, 1).add().output("r");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 512))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  /// At other scales than powers of two this version of the runtime differs from 1.32, whose
  /// meaning is imported.
  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void softmaxes_of_two_elements(int type) {
    for (double share : new double[] {1.0 / 256, 1.0 / 128, 1.0 / 32}) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 64, 2).scalar("ys", share);
      parameters(model, type, "x").initializer(codes("yz", type, dims(), lowest(type)));
      OnnxModel.Node node = model.node("QLinearSoftmax", "y", "x", "xs", "xz", "ys", "yz");
      node.domain(MICROSOFT).set("axis", -1).set("opset", 13).add().output("y");
      Input codes = Input.codes(type, some(type, 128));
      assertThat(RuntimeOracle.differences(model, codes)).as("1/%f", 1 / share).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void concatenations_of_other_scales(int type) {
    for (int trial = 0; trial < 8; trial++) {
      OnnxModel model = new OnnxModel().typedInput("a", type, 1, 256).typedInput("b", type, 1, 256);
      parameters(model, type, "a", "b", "y");
      OnnxModel.Node node =
          model.node("QLinearConcat", "y", "ys", "yz", "a", "as", "az", "b", "bs", "bz");
      node.domain(MICROSOFT).set("axis", 1).add().output("y");
      Input all = Input.codes(type, all(type));
      assertThat(RuntimeOracle.differences(model, all, all)).as("trial %d", trial).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 1", "2, 0", "2, 1"})
  void average_pools_of_ties(int type, int countPadding) {
    for (int trial = 0; trial < 10; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 3, 20, 20);
      parameters(model, type, "x", "y");
      boolean same = trial % 2 == 0;
      OnnxModel.Node node =
          model.node("QLinearAveragePool", "y", "x", "xs", "xz", same ? "xs" : "ys", "yz");
      node.domain(MICROSOFT).list("kernel_shape", 2 + trial % 2, 2).list("strides", 2, 1);
      node.list("pads", 1, 0, 1, 1).set("count_include_pad", countPadding).add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 1200))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void global_average_pools(int type) {
    for (int trial = 0; trial < 10; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 64, 4, 2 + trial % 3);
      parameters(model, type, "x", "y");
      OnnxModel.Node node =
          model.node(
              "QLinearGlobalAveragePool", "y", "x", "xs", "xz", trial % 2 == 0 ? "xs" : "ys", "yz");
      node.domain(MICROSOFT).add().output("y");
      int count = 64 * 4 * (2 + trial % 3);
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, count))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0.00390625", "3, 0.0078125", "2, 0.00390625", "2, 0.0078125"})
  void softmaxes(int type, double scale) {
    for (int trial = 0; trial < 24; trial++) {
      int classes = 2 + trial;
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 64, classes);
      parameters(model, type, "x");
      model.scalar("ys", scale).initializer(codes("yz", type, dims(), lowest(type)));
      OnnxModel.Node node = model.node("QLinearSoftmax", "y", "x", "xs", "xz", "ys", "yz");
      node.domain(MICROSOFT).set("axis", -1).set("opset", 13).add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 64 * classes))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 4, 1", "2, 4, 1", "3, 4, 2", "2, 1, 4"})
  void convolutions(int type, int scales, int groups) {
    for (int trial = 0; trial < 5; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 4, 12, 12);
      parameters(model, type, "x", "y");
      model.initializer(codes("w", INT8, dims(4, 4 / groups, 3, 3), weights(144 / groups)));
      model.floats("ws", scales == 1 ? dims() : dims(4), several(scales));
      model.initializer(codes("wz", INT8, scales == 1 ? dims() : dims(4), new long[scales]));
      model.initializer(codes("b", INT32, dims(4), random.longs(4, -3000, 3000).toArray()));
      OnnxModel.Node node =
          model.node("QLinearConv", "y", "x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b");
      node.list("pads", 1, 1, 0, 1).list("strides", 1, 2).set("group", groups).add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 576))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  private double[] several(int count) {
    return random.doubles(count).map(d -> d < 0.5 ? 0x1p-8 : 0.002 + d / 100).toArray();
  }

  @ParameterizedTest
  @CsvSource({"QLinearMatMul, 3, 1", "QLinearMatMul, 2, 8", "QGemm, 3, 1", "QGemm, 2, 8"})
  void matrix_products(String operator, int type, int scales) {
    for (int trial = 0; trial < 6; trial++) {
      OnnxModel model = new OnnxModel().typedInput("x", type, 1, 32);
      parameters(model, type, "x", "y");
      model.initializer(codes("w", INT8, dims(32, 8), weights(256)));
      model.floats("ws", scales == 1 ? dims() : dims(8), several(scales));
      model.initializer(codes("wz", INT8, scales == 1 ? dims() : dims(8), new long[scales]));
      model.initializer(codes("b", INT32, dims(8), random.longs(8, -3000, 3000).toArray()));
      OnnxModel.Node node =
          operator.equals("QGemm")
              ? model
                  .node(operator, "y", "x", "xs", "xz", "w", "ws", "wz", "b", "ys", "yz")
                  .domain(MICROSOFT)
                  .set("alpha", 0.7f)
              : model.node(operator, "y", "x", "xs", "xz", "w", "ws", "wz", "ys", "yz");
      node.add().output("y");
      for (int row = 0; row < 20; row++) {
        assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 32)))).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void products_of_two_activations(int type) {
    for (int trial = 0; trial < 5; trial++) {
      OnnxModel model = new OnnxModel().typedInput("a", type, 1, 6, 9);
      parameters(model.typedInput("b", type, 1, 9, 5), type, "a", "b", "y");
      model.node("QLinearMatMul", "y", "a", "as", "az", "b", "bs", "bz", "ys", "yz").add();
      long[] right = random.longs(45, 0, 64).toArray();
      assertThat(
              RuntimeOracle.differences(
                  model.output("y"), Input.codes(type, some(type, 54)), Input.codes(type, right)))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv",
        "Gemm",
        "MatMul",
        "Add",
        "Mul",
        "AveragePool",
        "GlobalAveragePool",
        "Concat",
        "Sigmoid",
        "LeakyRelu",
        "Softmax",
        "Relu",
        "MaxPool",
        "Transpose",
        "DepthToSpace",
        "GlobalMaxPool",
        "Pad",
        "Resize",
        "Split",
        "Clip",
        "Abs",
        "Ceil",
        "Floor",
        "HardSigmoid",
        "HardSwish",
        "Round",
        "Sign",
        "Tanh"
      })
  void operators_between_quantizers(String operator) {
    for (int type : new int[] {INT8, UINT8}) {
      for (int trial = 0; trial < 4; trial++) {
        QuantizedPairs pairs =
            new QuantizedPairs(random, type, scale(), zero(type), scale(), zero(type));
        assertThat(RuntimeOracle.differences(pairs.of(operator), pairs.input()))
            .as("type %d, trial %d", type, trial)
            .isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"Conv, 1.0098, 0", "Conv, 0.9902, 0", "Gemm, 4, 0", "Gemm, 0.999, 300"})
  void kernels_add_a_bias_whatever_its_scale(String operator, double factor, long zero) {
    for (int type : new int[] {INT8, UINT8}) {
      QuantizedPairs pairs =
          new QuantizedPairs(random, type, scale(), zero(type), scale(), zero(type), factor, zero);
      assertThat(RuntimeOracle.differences(pairs.of(operator), pairs.input())).isZero();
    }
  }

  /// All codes of many scales: polynomials in float32 matter where they flip a code.
  @ParameterizedTest
  @ValueSource(strings = {"Tanh", "HardSigmoid", "HardSwish"})
  void functions_of_all_codes_between_quantizers(String operator) {
    for (int trial = 0; trial < 30; trial++) {
      int type = trial % 2 == 0 ? INT8 : UINT8;
      OnnxModel model = new OnnxModel().opset(14).typedInput("x", type, 1, 256);
      model.scalar("xs", trial % 3 == 0 ? scale() : 0.001 + random.nextDouble() / 16);
      model.scalar("ys", trial % 5 == 0 ? 1.0 / 128 : random.nextDouble() / 100 + 1e-4);
      model.initializer(codes("xz", type, dims(), zero(type)));
      model.initializer(codes("yz", type, dims(), zero(type)));
      model.node("DequantizeLinear", "d", "x", "xs", "xz").add();
      OnnxModel.Node node = model.node(operator, "r", "d");
      (operator.equals("HardSigmoid") && trial % 2 == 0 ? node.set("alpha", 1f / 6) : node).add();
      model.node("QuantizeLinear", "y", "r", "ys", "yz").add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, all(type))))
          .as("trial %d", trial)
          .isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"10, true", "13, true", "13, false"})
  void pads_of_codes(int opset, boolean quantizers) {
    for (int type : new int[] {INT8, UINT8}) {
      OnnxModel model = new OnnxModel().opset(opset).typedInput("x", type, 1, 2, 8, 16);
      parameters(model, type, "x").initializer(codes("v", type, dims(), 7));
      model.ints("pads", 0, 0, 2, 1, 0, 0, 0, 3);
      String at = quantizers ? "d" : "x";
      if (quantizers) {
        model.node("DequantizeLinear", "d", "x", "xs", "xz").add();
      }
      if (opset < 11) {
        model.node("Pad", "p", at).list("pads", 0, 0, 2, 1, 0, 0, 0, 3).add();
      } else if (quantizers) {
        model.node("Pad", "p", at, "pads").add();
      } else {
        model.node("Pad", "p", at, "pads", "v").add();
      }
      if (quantizers) {
        model.node("QuantizeLinear", "q", "p", "xs", "xz").add();
      }
      model.node("DequantizeLinear", "y", quantizers ? "q" : "p", "xs", "xz").add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, some(type, 256)))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, UINT8})
  void codes_that_are_an_input_and_dequantized(int type) {
    for (int trial = 0; trial < 6; trial++) {
      OnnxModel model = parameters(new OnnxModel().typedInput("x", type, 1, 256), type, "x");
      model.node("DequantizeLinear", "y", "x", "xs", "xz").add().output("y");
      assertThat(RuntimeOracle.differences(model, Input.codes(type, all(type)))).isZero();
    }
  }
}
