package io.intaglio.frontend.tflite;

import static io.intaglio.frontend.tflite.TfliteModels.buffer;
import static io.intaglio.frontend.tflite.TfliteModels.bytes;
import static io.intaglio.frontend.tflite.TfliteModels.code;
import static io.intaglio.frontend.tflite.TfliteModels.fullyConnected;
import static io.intaglio.frontend.tflite.TfliteModels.layer;
import static io.intaglio.frontend.tflite.TfliteModels.operator;
import static io.intaglio.frontend.tflite.TfliteModels.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

class TfliteImporterTest {
  private static final ImportOptions TFLM = new ImportOptions("tflm");

  private static Network read(byte[] content) {
    Network network = TfliteImporter.read(content, "m.tflite", TFLM);
    assertThat(Verifier.check(network)).isEmpty();
    return network;
  }

  private static List<Diagnostic> refused(byte[] content) {
    return refused(content, TFLM);
  }

  private static List<Diagnostic> refused(byte[] content, ImportOptions options) {
    InvalidInput thrown =
        catchThrowableOfType(
            InvalidInput.class, () -> TfliteImporter.read(content, "m.tflite", options));
    assertThat(thrown).isNotNull();
    return thrown.diagnostics();
  }

  private static void assertRefused(Consumer<ModelT> change, Code code, String message) {
    ModelT model = layer();
    change.accept(model);
    List<Diagnostic> found = refused(bytes(model));
    assertThat(found).extracting(Diagnostic::code).containsOnly(code);
    assertThat(found.toString()).contains(message);
  }

  private static SubGraphT graph(ModelT model) {
    return model.getSubgraphs()[0];
  }

  private static TensorT tensorOf(ModelT model, int index) {
    return graph(model).getTensors()[index];
  }

  private static RealRequantize requantize(Network network) {
    return network.nodes().stream()
        .map(RealNode::op)
        .filter(RealRequantize.class::isInstance)
        .map(RealRequantize.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void layerKeepsStoredScalesZeroPointsAndTheRuntimesMultiplier() {
    Network network = read(bytes(layer()));
    RealRequantize op = requantize(network);
    assertThat(op.accumulatorStep().at(0)).isEqualTo(Rational.parse("1/8"));
    assertThat(op.step()).isEqualTo(Rational.parse("3/4"));
    assertThat(op.zeroPoint()).isEqualTo(-5);
    // 1/6 = 2/3 · 2^-2, and 2/3 · 2^31 rounds to 1431655765.
    assertThat(op.rules())
        .containsExactly(
            new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1_431_655_765, -2, -5, -128, 127));
    assertThat(network.inputs().get(0).encoding().orElseThrow())
        .isInstanceOf(Encoding.AffineQuantize.class);
    assertThat(network.outputs()).containsExactly("y");
  }

  @Test
  void perTensorMultiplierComesOfTheFloat32ProductOfScales() {
    float in = 0.39101523f;
    float weight = 3.76875e-4f;
    float out = 0.04945913f;
    ModelT model = layer();
    tensorOf(model, 0).getQuantization().setScale(new float[] {in});
    tensorOf(model, 1).getQuantization().setScale(new float[] {weight});
    tensorOf(model, 2).getQuantization().setScale(new float[] {in * weight});
    tensorOf(model, 3).getQuantization().setScale(new float[] {out});
    double factor = (double) (in * weight) / (double) out;
    TfliteMultiply rule = (TfliteMultiply) requantize(read(bytes(model))).rules().get(0);
    assertThat(Math.scalb((double) rule.multiplier(), rule.shift() - 31))
        .isCloseTo(factor, org.assertj.core.data.Percentage.withPercentage(1e-7));
    assertThat(rule.multiplier()).isBetween(1 << 30, Integer.MAX_VALUE);
  }

  @Test
  void perChannelWeightsGiveARuleEach() {
    ModelT model = layer();
    tensorOf(model, 1).getQuantization().setScale(new float[] {0.25f, 0.125f});
    tensorOf(model, 1).getQuantization().setZeroPoint(new long[] {0, 0});
    RealRequantize op = requantize(read(bytes(model)));
    List<Integer> shifts =
        op.rules().stream().map(rule -> ((TfliteMultiply) rule).shift()).toList();
    assertThat(shifts).containsExactly(-2, -3);
    assertThat(op.accumulatorStep().values())
        .containsExactly(Rational.parse("1/8"), Rational.parse("1/16"));
  }

  @Test
  void fusedActivationsBoundCodes() {
    assertThat(bounds(ActivationFunctionType.RELU)).isEqualTo(List.of(-5L, 127L));
    assertThat(bounds(ActivationFunctionType.RELU6)).isEqualTo(List.of(-5L, 3L));
    assertThat(bounds(ActivationFunctionType.RELU_N1_TO_1)).isEqualTo(List.of(-6L, -4L));
  }

  private static List<Long> bounds(byte activation) {
    ModelT model = layer();
    options(model).setFusedActivationFunction(activation);
    SourceRule rule = requantize(read(bytes(model))).rules().get(0);
    return List.of(((TfliteMultiply) rule).lo(), ((TfliteMultiply) rule).hi());
  }

  private static FullyConnectedOptionsT options(ModelT model) {
    return (FullyConnectedOptionsT) graph(model).getOperators()[0].getBuiltinOptions().getValue();
  }

  @Test
  void quantizeAndDequantizeAtTheEndsBecomeInputAndOutput() {
    ModelT model = layer();
    SubGraphT graph = graph(model);
    List<TensorT> tensors = new ArrayList<>(List.of(graph.getTensors()));
    TensorT real = tensor("real", TensorType.FLOAT32, 0, 1, 0, 1, 3);
    real.setQuantization(null);
    TensorT result = tensor("result", TensorType.FLOAT32, 0, 1, 0, 1, 2);
    result.setQuantization(null);
    tensors.add(real);
    tensors.add(result);
    graph.setTensors(tensors.toArray(TensorT[]::new));
    model.setOperatorCodes(
        new OperatorCodeT[] {
          code(BuiltinOperator.FULLY_CONNECTED),
          code(BuiltinOperator.QUANTIZE),
          code(BuiltinOperator.DEQUANTIZE)
        });
    graph.setOperators(
        new OperatorT[] {
          operator(1, new int[] {4}, 0), fullyConnected(0, 1, 2, 3), operator(2, new int[] {3}, 5)
        });
    graph.setInputs(new int[] {4});
    graph.setOutputs(new int[] {5});
    Network network = read(bytes(model));
    assertThat(network.inputs().get(0).name()).isEqualTo("real");
    assertThat(network.inputs().get(0).format().orElseThrow().elements().get(0).zeroPoint())
        .isEqualTo(3);
    assertThat(network.outputs()).containsExactly("result");
  }

  @Test
  void allUnsupportedOperatorsAreNamedAtOnce() {
    ModelT model = layer();
    model.setOperatorCodes(
        new OperatorCodeT[] {
          code(BuiltinOperator.FULLY_CONNECTED),
          code(BuiltinOperator.WHILE),
          code(BuiltinOperator.RFFT2D),
          code(BuiltinOperator.CUSTOM)
        });
    model.getOperatorCodes()[3].setCustomCode("Signal\n");
    SubGraphT graph = graph(model);
    List<TensorT> tensors = new ArrayList<>(List.of(graph.getTensors()));
    for (String name : List.of("loop", "spectrum", "custom")) {
      tensors.add(tensor(name, TensorType.INT8, 0, 0.5f, 0, 1, 2));
    }
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setOperators(
        new OperatorT[] {
          fullyConnected(0, 1, 2, 3),
          operator(1, new int[] {3}, 4),
          operator(2, new int[] {4}, 5),
          operator(3, new int[] {5}, 6)
        });
    graph.setOutputs(new int[] {6});
    List<Diagnostic> found = refused(bytes(model));
    assertThat(found).extracting(Diagnostic::code).containsOnly(Code.IMP_UNSUPPORTED_OPERATOR);
    assertThat(found.stream().map(d -> d.origin().places().get(0)))
        .containsExactly("m.tflite:loop", "m.tflite:spectrum", "m.tflite:custom");
    assertThat(found.stream().map(Diagnostic::message))
        .containsExactly(
            "WHILE is control flow, which is not supported under profile tflm",
            "RFFT2D is not supported under profile tflm",
            "the custom operator 'Signal\ufffd' is not supported under profile tflm");
    assertThat(found).allSatisfy(d -> assertThat(d.help()).isNotBlank());
  }

  @Test
  void profilesGiveTheRulesOfTheirRuntimes() {
    assertThat(rule("")).isEqualTo(new Float32Multiply(1 / 6f, -5, -128, 127));
    assertThat(rule("tflite-xnnpack")).isEqualTo(rule(""));
    assertThat(rule("tflite-single"))
        .isEqualTo(
            new TfliteMultiply(TfliteMultiply.Variant.SINGLE, 1_431_655_765, -2, -5, -128, 127));
    assertThat(read(bytes(layer()), "").profile()).isEqualTo("tflite-xnnpack");
    assertThat(read(bytes(layer()), "tflm").profile()).isEqualTo("tflm");
  }

  private static SourceRule rule(String profile) {
    return requantize(read(bytes(layer()), profile)).rules().get(0);
  }

  private static Network read(byte[] content, String profile) {
    return TfliteImporter.read(content, "m.tflite", new ImportOptions(profile));
  }

  @Test
  void profilesOfOtherFormatsAreRefused() {
    Diagnostic found = refused(bytes(layer()), new ImportOptions("qonnx")).get(0);
    assertThat(found.code()).isEqualTo(Code.USE_OPTION);
    assertThat(found.message()).contains("qonnx");
    assertThat(found.help()).contains("tflm", "tflite-reference", "tflite-xnnpack");
  }

  @Test
  void everyTruncationIsADiagnostic() {
    byte[] whole = bytes(layer());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        assertThat(Verifier.check(TfliteImporter.read(part, "m.tflite", TFLM))).isEmpty();
      } catch (InvalidInput e) {
        assertThat(e.diagnostics()).isNotEmpty();
      }
    }
    assertThat(refused(new byte[0])).extracting(Diagnostic::code).contains(Code.MOD_MALFORMED);
  }

  /// The state of a recurrent operator is a tensor that no operator makes.
  @Test
  void operatorsWithAStateAreNamedBesideTheOthers() {
    OneOperatorModel model = new OneOperatorModel();
    int x = model.input(TensorType.INT8, 1, 0, 1, 4);
    int state = model.activation(TensorType.INT8, 1, 0, 1, 4);
    int h = model.activation(TensorType.INT8, 1, 0, 1, 4);
    int y = model.activation(TensorType.INT8, 1, 0, 1, 4);
    byte none = BuiltinOptions.NONE;
    model.operator(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, none, null, h, x, state);
    model.operator(BuiltinOperator.SIN, none, null, y, h);

    assertThat(refused(model.bytes()))
        .extracting(Diagnostic::toString)
        .satisfiesExactly(
            error -> assertThat(error).contains("UNIDIRECTIONAL_SEQUENCE_LSTM keeps a state"),
            error -> assertThat(error).contains("SIN is not supported"));
  }

  @Test
  void valuesUsedBeforeTheyAreMadeAreNoDag() {
    assertRefused(
        model -> graph(model).setOperators(new OperatorT[] {fullyConnected(3, 1, 2, 3)}),
        Code.MOD_NOT_A_DAG,
        "used before it is made");
    assertRefused(
        model -> graph(model).setOperators(new OperatorT[0]), Code.MOD_NOT_A_DAG, "nothing makes");
    assertRefused(
        model ->
            graph(model)
                .setOperators(
                    new OperatorT[] {fullyConnected(0, 1, 2, 3), fullyConnected(0, 1, 2, 3)}),
        Code.MOD_NOT_A_DAG,
        "made twice");
  }

  @Test
  void scalesWithoutMeaningAreRefused() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(
          model -> tensorOf(model, 3).getQuantization().setScale(new float[] {scale}),
          Code.IMP_BAD_PARAMETER,
          "'y' has the scale");
    }
    assertRefused(
        model -> tensorOf(model, 3).setQuantization(null), Code.IMP_BAD_PARAMETER, "no scale");
    assertRefused(
        model -> tensorOf(model, 0).getQuantization().setZeroPoint(new long[] {128}),
        Code.IMP_BAD_PARAMETER,
        "zero point 128");
    assertRefused(
        model -> tensorOf(model, 2).getQuantization().setScale(new float[] {9}),
        Code.IMP_BAD_PARAMETER,
        "the bias has the scale");
    assertRefused(
        model -> {
          tensorOf(model, 0).getQuantization().setScale(new float[] {1e30f});
          tensorOf(model, 2).setQuantization(null);
        },
        Code.IMP_BAD_PARAMETER,
        "requantizes by a factor");
  }

  @Test
  void absurdShapesAreRefusedBeforeAnythingIsAllocated() {
    assertRefused(
        model -> tensorOf(model, 0).setShape(new int[] {1 << 20, 1 << 20}),
        Code.MOD_TOO_LARGE,
        "more than");
    assertRefused(
        model -> tensorOf(model, 1).setShape(new int[] {2, -3}), Code.MOD_MALFORMED, "extent -3");
    assertRefused(
        model -> tensorOf(model, 1).setShape(new int[] {1 << 10, 3}), Code.IMP_SHAPE, "output");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertRefused(
        model ->
            model.setBuffers(
                new BufferT[] {new BufferT(), buffer(1, 2, 3), buffer(0, 0, 0, 0, 0, 0, 0, 0)}),
        Code.MOD_MALFORMED,
        "needs 6 bytes, 3 are stored");
    assertRefused(model -> tensorOf(model, 1).setBuffer(77), Code.MOD_MALFORMED, "no buffer");
    assertRefused(
        model -> graph(model).setOperators(new OperatorT[] {fullyConnected(0, 1, 55, 3)}),
        Code.MOD_MALFORMED,
        "no tensor 55");
  }

  @Test
  void operatorsInOtherTypesAreRefused() {
    assertRefused(
        model -> tensorOf(model, 3).setType(TensorType.INT16),
        Code.IMP_UNSUPPORTED_FORM,
        "is INT16, supported is INT8");
    assertRefused(
        model -> options(model).setFusedActivationFunction(ActivationFunctionType.TANH),
        Code.IMP_UNSUPPORTED_FORM,
        "fused activation");
  }

  @Test
  void tensorsOfOneNameBecomeValuesOfDifferentNames() {
    ModelT model = layer();
    tensorOf(model, 3).setName("x");
    Network network = read(bytes(model));
    assertThat(network.inputs().get(0).name()).isEqualTo("x");
    assertThat(network.outputs()).containsExactly("x#3");
  }

  /// 40 layers of 2^20 weights, all of them the same stored bytes.
  @Test
  void tensorsThatShareABufferAreCountedEach() {
    int layers = 40;
    int wide = 1 << 10;
    ModelT model = layer();
    TensorT[] tensors = new TensorT[1 + 3 * layers];
    OperatorT[] operators = new OperatorT[layers];
    tensors[0] = TfliteModels.tensor("x", TensorType.INT8, 0, 0.5f, 3, 1, wide);
    for (int n = 0; n < layers; n++) {
      int at = 1 + 3 * n;
      tensors[at] = TfliteModels.tensor("w" + n, TensorType.INT8, 1, 0.25f, 0, wide, wide);
      tensors[at + 1] = TfliteModels.tensor("b" + n, TensorType.INT32, 2, 0.125f, 0, wide);
      tensors[at + 2] = TfliteModels.tensor("y" + n, TensorType.INT8, 0, 0.5f, 3, 1, wide);
      operators[n] = TfliteModels.fullyConnected(at - 1, at, at + 1, at + 2);
    }
    model.getSubgraphs()[0].setTensors(tensors);
    model.getSubgraphs()[0].setOperators(operators);
    model.getSubgraphs()[0].setOutputs(new int[] {tensors.length - 1});
    model.setBuffers(
        new BufferT[] {
          new BufferT(),
          TfliteModels.buffer(new int[wide * wide]),
          TfliteModels.buffer(new int[4 * wide])
        });

    Diagnostic found = refused(bytes(model)).get(0);

    assertThat(found.code()).isEqualTo(Code.MOD_TOO_LARGE);
    assertThat(found.message()).contains("more than 33554432 elements");
  }
}
