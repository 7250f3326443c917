package io.intaglio.frontend.tflite;

import static io.intaglio.frontend.tflite.TfliteModels.buffer;
import static io.intaglio.frontend.tflite.TfliteModels.code;
import static io.intaglio.frontend.tflite.TfliteModels.operator;
import static io.intaglio.frontend.tflite.TfliteModels.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.type.IntType;
import io.intaglio.sim.eval.Evaluator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.PadOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.QuantizeOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/// Single operators in the forms that the golden files do not have, worked out by hand.
class ArithmeticImportTest {
  private static final List<String> PROFILES =
      List.of("tflm", "tflite-reference", "tflite-xnnpack", "tflite-single");

  /// `inputs` are the first tensors, the last one is the output.
  private static ModelT model(
      int inputs, int builtin, byte type, Object options, BufferT constant, TensorT... tensors) {
    ModelT model = new ModelT();
    model.setVersion(3);
    SubGraphT graph = new SubGraphT();
    graph.setTensors(tensors);
    graph.setInputs(IntStream.range(0, inputs).toArray());
    graph.setOutputs(new int[] {tensors.length - 1});
    OperatorT operator =
        operator(0, IntStream.range(0, tensors.length - 1).toArray(), tensors.length - 1);
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(type);
    union.setValue(options);
    operator.setBuiltinOptions(union);
    graph.setOperators(new OperatorT[] {operator});
    model.setSubgraphs(new SubGraphT[] {graph});
    model.setBuffers(new BufferT[] {new BufferT(), constant});
    model.setOperatorCodes(new OperatorCodeT[] {code(builtin)});
    return model;
  }

  private static void assertResult(
      ModelT model, List<String> profiles, List<long[]> inputs, long... expected) {
    for (String profile : profiles) {
      Certified certified = TfliteGoldenTest.lower(TfliteModels.bytes(model), "m.tflite", profile);
      FixedGraph graph = certified.boundary().graph();
      assertThat(new Evaluator(graph).run(inputs).get(0)).as(profile).isEqualTo(expected);
    }
  }

  @Test
  void sumsBroadcastATensorOverARow() {
    ModelT model =
        model(
            2,
            BuiltinOperator.ADD,
            BuiltinOptions.AddOptions,
            new AddOptionsT(),
            new BufferT(),
            tensor("a", TensorType.INT8, 0, 0.5f, 1, 1, 2, 2),
            tensor("b", TensorType.INT8, 0, 0.25f, 0, 1, 1, 2),
            tensor("y", TensorType.INT8, 0, 0.5f, -1, 1, 2, 2));
    // (a − 1) + b/2 − 1
    assertResult(
        model,
        PROFILES,
        List.of(new long[] {1, 3, 127, -128}, new long[] {4, -6}),
        1,
        -2,
        127,
        -128);
  }

  @Test
  void productsWithAConstantRow() {
    ModelT model =
        model(
            1,
            BuiltinOperator.MUL,
            BuiltinOptions.MulOptions,
            new MulOptionsT(),
            buffer(3, 1, -1),
            tensor("a", TensorType.INT8, 0, 0.5f, 1, 1, 2, 3),
            tensor("b", TensorType.INT8, 1, 0.5f, 1, 3),
            tensor("y", TensorType.INT8, 0, 0.25f, 5, 1, 2, 3));
    // (a − 1)·(b − 1) + 5
    assertResult(
        model, PROFILES, List.of(new long[] {1, 2, 3, 11, 127, -128}), 5, 5, 1, 25, 5, 127);
  }

  @Test
  void depthwiseConvolutionsWithTwoOutputsAChannelAndHoles() {
    DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
    options.setPadding(Padding.SAME);
    options.setStrideH(1);
    options.setStrideW(1);
    options.setDilationHFactor(1);
    options.setDilationWFactor(2);
    options.setDepthMultiplier(2);
    options.setFusedActivationFunction(ActivationFunctionType.RELU);
    TensorT weights = tensor("w", TensorType.INT8, 1, 0.5f, 0, 1, 1, 2, 4);
    weights.getQuantization().setScale(new float[] {0.5f, 0.5f, 1, 1});
    weights.getQuantization().setZeroPoint(new long[4]);
    weights.getQuantization().setQuantizedDimension(3);
    ModelT model =
        model(
            1,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOptions.DepthwiseConv2DOptions,
            options,
            buffer(1, 2, 3, 4, 5, 6, 7, 8),
            tensor("x", TensorType.INT8, 0, 1, 1, 1, 1, 3, 2),
            weights,
            tensor("y", TensorType.INT8, 0, 0.5f, -128, 1, 1, 3, 4));
    // Taps are two apart and padding is one on either side: y[j] = x[j − 1]·w0 + x[j + 1]·w1.
    // x − 1: (0, 1), (2, 3), (4, 5); outputs 0, 1 read the first channel, 2, 3 the second, with
    // twice the step. The default runtime needs a bias.
    assertResult(
        model,
        List.of("tflm", "tflite-reference", "tflite-single"),
        List.of(new long[] {1, 2, 3, 4, 5, 6}),
        10 - 128,
        12 - 128,
        2 * 21 - 128,
        2 * 24 - 128,
        20 - 128,
        24 - 128,
        2 * (3 + 35) - 128,
        2 * (4 + 40) - 128,
        2 - 128,
        4 - 128,
        2 * 9 - 128,
        2 * 12 - 128);
  }

  @Test
  void poolsOfCodesRoundAwayFromZeroAndCountNoPadding() {
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setPadding(Padding.SAME);
    options.setStrideH(1);
    options.setStrideW(1);
    options.setFilterHeight(1);
    options.setFilterWidth(2);
    ModelT model =
        model(
            1,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOptions.Pool2DOptions,
            options,
            new BufferT(),
            tensor("x", TensorType.INT8, 0, 0.5f, 7, 1, 1, 4, 1),
            tensor("y", TensorType.INT8, 0, 0.5f, 7, 1, 1, 4, 1));
    assertResult(model, PROFILES, List.of(new long[] {-2, -1, 2, 9}), -2, 1, 6, 9);

    options.setFusedActivationFunction(ActivationFunctionType.RELU);
    assertResult(model, PROFILES, List.of(new long[] {-2, -1, 2, 9}), 7, 7, 7, 9);
    ModelT max =
        model(
            1,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOptions.Pool2DOptions,
            options,
            new BufferT(),
            tensor("x", TensorType.INT8, 0, 0.5f, 7, 1, 1, 4, 1),
            tensor("y", TensorType.INT8, 0, 0.5f, 7, 1, 1, 4, 1));
    assertResult(max, PROFILES, List.of(new long[] {-2, -1, 2, 9}), 7, 7, 9, 9);
  }

  @Test
  void sumsOverAnAxisRescaleAndAreRefusedWhereTheRuntimeMisreadsThem() {
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(false);
    TensorT axes = tensor("axes", TensorType.INT32, 1, 1, 0, 1);
    axes.setQuantization(null);
    ModelT model =
        model(
            1,
            BuiltinOperator.SUM,
            BuiltinOptions.ReducerOptions,
            options,
            buffer(-1, -1, -1, -1),
            tensor("x", TensorType.INT8, 0, 0.5f, 2, 1, 2, 3),
            axes,
            tensor("y", TensorType.INT8, 0, 0.5f, -3, 1, 2));
    long[] x = {3, 4, 5, 0, 127, 127};
    assertResult(model, List.of("tflm", "tflite-xnnpack"), List.of(x), 3, 127);
    model.getSubgraphs()[0].getTensors()[2].getQuantization().setZeroPoint(new long[] {2});
    assertResult(model, List.of("tflm", "tflite-xnnpack"), List.of(x), 8, 127);
    InvalidInput refused =
        catchThrowableOfType(
            InvalidInput.class,
            () ->
                TfliteImporter.read(
                    TfliteModels.bytes(model), "m.tflite", new ImportOptions("tflite-reference")));
    assertThat(refused.diagnostics().get(0).help()).contains("tflm");
  }

  @Test
  void theDefaultRuntimeMakesWordsOfNumbersEightAtATime() {
    ModelT model = numbersToWords(8);
    assertThat(encoding(model, "tflite-reference")).isInstanceOf(Encoding.AffineQuantize.class);
    assertThat(encoding(model, "tflite-xnnpack"))
        .isEqualTo(new Encoding.ReciprocalQuantize(1 / 0.3f, 0, -32768, 32767));
    ModelT odd = numbersToWords(12);
    assertThat(encoding(odd, "tflite-reference")).isInstanceOf(Encoding.AffineQuantize.class);
    InvalidInput refused =
        catchThrowableOfType(InvalidInput.class, () -> encoding(odd, "tflite-xnnpack"));
    assertThat(refused.diagnostics().get(0).message()).contains("rounds in two ways");
  }

  private static ModelT numbersToWords(int count) {
    TensorT x = tensor("x", TensorType.FLOAT32, 0, 1, 0, 1, count);
    x.setQuantization(null);
    return model(
        1,
        BuiltinOperator.QUANTIZE,
        BuiltinOptions.QuantizeOptions,
        new QuantizeOptionsT(),
        new BufferT(),
        x,
        tensor("y", TensorType.INT16, 0, 0.3f, 0, 1, count));
  }

  private static Encoding encoding(ModelT model, String profile) {
    return TfliteImporter.read(TfliteModels.bytes(model), "m.tflite", new ImportOptions(profile))
        .inputs()
        .get(0)
        .encoding()
        .orElseThrow();
  }

  @Test
  void padsAreOfTheZeroPoint() {
    TensorT widths = tensor("widths", TensorType.INT32, 1, 1, 0, 2, 2);
    widths.setQuantization(null);
    ModelT model =
        model(
            1,
            BuiltinOperator.PAD,
            BuiltinOptions.PadOptions,
            new PadOptionsT(),
            buffer(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
            tensor("x", TensorType.INT8, 0, 0.5f, 9, 1, 2),
            widths,
            tensor("y", TensorType.INT8, 0, 0.5f, 9, 1, 5));
    assertResult(model, PROFILES, List.of(new long[] {3, 4}), 9, 3, 4, 9, 9);
  }

  @Test
  void boundsOfRelu6AreTiesToEvenBehindTheZeroPointInXnnpackOnly() {
    // 6/s = 12.5, and the zero point is odd.
    Quantization out = new Quantization(List.of(0.48f), List.of(-127L), 0);
    IntType s8 = IntType.signed(8);
    byte relu6 = ActivationFunctionType.RELU6;
    assertThat(CodeBounds.of(relu6, out, s8, false)).contains(new CodeBounds(-127, -114));
    assertThat(CodeBounds.of(relu6, out, s8, true)).contains(new CodeBounds(-127, -114));
    Quantization even = new Quantization(List.of(0.48f), List.of(-128L), 0);
    assertThat(CodeBounds.of(relu6, even, s8, false)).contains(new CodeBounds(-128, -115));
    assertThat(CodeBounds.of(relu6, even, s8, true)).contains(new CodeBounds(-128, -116));
  }
}
