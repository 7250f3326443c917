package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.model.FloatModel;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.settings.Settings;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.sim.eval.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that others trained, from file to outputs, against what their own runtime computed:
/// every integer, and every real output save a softmax's last digits.
class QonnxGoldenTest {
  /// Floating-point softmaxes differ in `exp` and in the order of the sum.
  private static final double SOFTMAX = 1e-6;

  @Test
  void tfc2w2aOnTenThousandDigits() {
    int n = 10_000;
    ProvenNetwork tfc = ProvenNetwork.of("qonnx/TFC_2W2A.onnx");
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    float[] digits = new float[pixels.length];
    IntStream.range(0, pixels.length).forEach(i -> digits[i] = pixels[i] / 255f);
    long[] accumulators = SharedModels.signedBytes("golden/qonnx_tfc_2w2a.acc.i8");
    float[] outputs = SharedModels.floats("golden/qonnx_tfc_2w2a.lut.f32");

    long[] found = tfc.codes(n, Samples.reals(digits));
    assertThat(found).isEqualTo(accumulators);
    assertThat(TopOne.correct(found, SharedModels.digitLabels())).isEqualTo(9660);
    assertThat(tfc.reals(n, Samples.reals(digits)))
        .isEqualTo(Arrays.stream(accumulators).mapToDouble(a -> outputs[(int) a + 64]).toArray());
  }

  @Test
  void kwsW3a3OnAThousandClips() {
    int n = 1000;
    ProvenNetwork kws = ProvenNetwork.of("qonnx/finn_KWS_W3A3_qonnx.onnx");
    long[] codes = SharedModels.signedBytes("data/kws1000/mfcc_int8_1x10x49_scale0.33674246.bin");
    float[] clips = new float[codes.length];
    IntStream.range(0, codes.length).forEach(i -> clips[i] = codes[i] * 0.33674246f);
    long[] logits = SharedModels.signedShorts("golden/qonnx_kws_w3a3.logits.i16");

    long[] found = kws.codes(n, Samples.reals(clips));
    assertThat(found).isEqualTo(logits);
    assertThat(TopOne.correct(found, SharedModels.labels("data/kws1000/y_labels.csv")))
        .isEqualTo(825);
  }

  @Test
  void jetTaggingOnTheRowsThatItsFormatHolds() {
    int held = 1800;
    ProvenNetwork jets = ProvenNetwork.of("qonnx/qkeras_jettagging.onnx", "s16/2^-10");
    float[] rows = SharedModels.floats("golden/qonnx_jettagging.in.f32");
    long[] logits = SharedModels.signedShorts("golden/qonnx_jettagging.logits.i16");
    float[] outputs = SharedModels.floats("golden/qonnx_jettagging.out.f32");
    int compared = 0;
    for (int row = 0; row < rows.length / 16; row++) {
      float[] jet = Arrays.copyOfRange(rows, 16 * row, 16 * row + 16);
      if (!onGrid(jet, 16, 10)) {
        assertThatThrownBy(() -> jets.encode(1, Samples.reals(jet)))
            .isInstanceOf(InvalidInput.class)
            .hasMessageContaining(Code.DOM_DATA.id());
        continue;
      }
      assertThat(jets.codes(1, Samples.reals(jet)))
          .as("row %d", row)
          .isEqualTo(Arrays.copyOfRange(logits, 5 * row, 5 * row + 5));
      double[] shares = jets.reals(1, Samples.reals(jet));
      for (int c = 0; c < 5; c++) {
        assertThat(shares[c]).isCloseTo(outputs[5 * row + c], within(SOFTMAX));
      }
      compared++;
    }
    assertThat(compared).isBetween(held - 20, held);
  }

  /// Whether `row` holds multiples of `2^-fraction` that a signed type of `bits` bits holds.
  private static boolean onGrid(float[] row, int bits, int fraction) {
    boolean all = true;
    for (float x : row) {
      double code = Math.scalb((double) x, fraction);
      double limit = Math.scalb(1.0, bits - 1);
      all &= code == Math.rint(code) && code >= -limit && code < limit;
    }
    return all;
  }

  @Test
  void unswOnAThousandRecords() {
    int n = 1000;
    ProvenNetwork unsw = ProvenNetwork.of("qonnx/unsw_nb15-mlp-w2a2.onnx");
    double[] records =
        Arrays.stream(SharedModels.bits("golden/qonnx_unsw.in.bits"))
            .mapToDouble(bit -> 2 * bit - 1)
            .toArray();
    long[] verdicts = SharedModels.signedBytes("golden/qonnx_unsw.out.i8");
    long[] accumulators = SharedModels.signedBytes("golden/qonnx_unsw.acc.i8");
    String last = "/pretrained/pretrained.12/Gemm_output_0.product";

    assertThat(unsw.codes(n, Samples.reals(records))).isEqualTo(verdicts);
    assertThat(unsw.codes(n, Samples.reals(records), last)).isEqualTo(accumulators);
  }

  @Test
  void elementwiseChannelLast() {
    int n = 2;
    ProvenNetwork net = ProvenNetwork.of("qonnx/eltwise_chanlast_testcase.onnx");
    Map<String, NdArray> golden = SharedModels.arrays("golden/qonnx_eltwise_chanlast.npz");

    assertThat(net.codes(n, Samples.codes(golden.get("in").integers())))
        .isEqualTo(golden.get("out").integers());
  }

  static Stream<String> singleLayers() {
    return SharedModels.arrays("golden/qonnx_single_layers.npz").keySet().stream()
        .filter(key -> key.startsWith("qkeras_") && key.endsWith("/in"))
        .map(key -> key.substring(0, key.length() - "/in".length()));
  }

  @ParameterizedTest
  @MethodSource("singleLayers")
  void singleLayerOnTheRowsOnItsGrid(String layer) {
    Optional<InputFormat> format = singleLayerFormat(layer);

    equalsTheRuntime(
        layer,
        ProvenNetwork.of(Importer.read(export(layer), ImportOptions.DEFAULT), options(format)));
  }

  /// The same layers out of QKeras: both roads end in the same integers.
  @ParameterizedTest
  @MethodSource("singleLayers")
  void theQkerasTwinOfASingleLayerOnTheSameRows(String layer) throws IOException {
    Optional<InputFormat> format = singleLayerFormat(layer);

    equalsTheRuntime(layer, ProvenNetwork.of(QkerasTwin.of(layer, export(layer)), options(format)));
  }

  @Test
  void everySingleLayerHasAQkerasTwin() {
    assertThat(QkerasTwin.names()).containsExactlyInAnyOrderElementsOf(singleLayers().toList());
  }

  private static Path export(String layer) {
    return SharedModels.file("qonnx/qkeras_single_layer/model_test_" + layer + ".onnx");
  }

  /// The domain of the layers that do not quantize their own input.
  private static Optional<InputFormat> singleLayerFormat(String layer) {
    boolean quantizesItsInput = layer.contains("qactivation") || layer.contains("qdense2");
    return quantizesItsInput
        ? Optional.empty()
        : Optional.of(InputFormat.parse("s16/2^-" + fraction(layer)));
  }

  private static int fraction(String layer) {
    return layer.contains("conv") ? 5 : 6;
  }

  private static LoweringOptions options(Optional<InputFormat> format) {
    return format.map(LoweringOptions::of).orElse(LoweringOptions.none());
  }

  private static void equalsTheRuntime(String layer, ProvenNetwork net) {
    Map<String, NdArray> golden = SharedModels.arrays("golden/qonnx_single_layers.npz");
    boolean quantizesItsInput = singleLayerFormat(layer).isEmpty();
    double[] in = golden.get(layer + "/in").reals();
    double[] out = golden.get(layer + "/out").reals();
    NdArray logits = golden.get(layer + "/logits");
    int n = golden.get(layer + "/in").shape().dim(0);
    int compared = 0;
    for (int row = 0; row < n; row++) {
      float[] x = floats(row(in, n, row));
      if (!quantizesItsInput && !onGrid(x, 16, fraction(layer))) {
        continue;
      }
      double[] y = net.reals(1, Samples.reals(x));
      if (logits == null) {
        assertThat(y).as("row %d", row).isEqualTo(row(out, n, row));
      } else {
        assertThat(y).as("row %d", row).containsExactly(row(out, n, row), within(SOFTMAX));
        double step = net.boundary().tails().get(0).scale().at(0).toDouble();
        long[] codes = net.codes(1, Samples.reals(x));
        assertThat(Arrays.stream(codes).mapToDouble(c -> c * step).toArray())
            .as("logits of row %d", row)
            .isEqualTo(row(logits.reals(), n, row));
      }
      compared++;
    }
    assertThat(compared).as("rows on the grid").isGreaterThan(n * 3 / 4);
  }

  /// A row whose zeros have lost their sign: a code of zero has none.
  private static double[] row(double[] all, int rows, int row) {
    int width = all.length / rows;
    return Arrays.stream(all, row * width, row * width + width).map(x -> x + 0.0).toArray();
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> narrow[i] = (float) values[i]);
    return narrow;
  }

  @Test
  void thereAreFiftySevenQuantizedSingleLayers() {
    assertThat(singleLayers()).hasSize(57);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qonnx/residual_block_clean.onnx",
        "qonnx/mnist_cntk_float.onnx",
        "qonnx/qkeras_single_layer/model_test_keras_dense_conversion.onnx",
        "qonnx/qkeras_single_layer/model_test_keras_conv2d_conversion.onnx"
      })
  void networksWithoutQuantizersAreNotLowered(String model) {
    assertThatThrownBy(() -> ModelReader.read(SharedModels.file(model), Settings.DEFAULT))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(Code.IMP_FLOAT_ONLY.id());
    assertThat(ModelReader.open(SharedModels.file(model), Settings.DEFAULT))
        .isInstanceOf(FloatModel.class);
  }

  @Test
  void aNetworkWithoutAnInputDomainIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> ProvenNetwork.of("qonnx/qkeras_jettagging.onnx"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(Code.DOM_INPUT_FORMAT.id())
        .hasMessageContaining("--input-format s16/2^-10");
  }
}
