package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.BuiltinOperator;

/// CMSIS-NN's unit tests of single layers, imported as TFLite files under the profile `tflm`: every
/// integer of its expected outputs.
class CmsisNnTest {
  private static final String OVERFLOWING = "int16xint8xint32_[12]";

  private static final String CONVOLUTIONS =
      "(basic|conv_|grouped_conv|int16xint8|kernel1x1|stride2pad1|requantize_s64)"
          + "((?!xint32_[12]).)*";

  private static final String DEPTHWISE = "(depthwise_|dw_|in_ch_one_).*";

  private static final String OUTSIDE = "fully_connected_int4_6";

  private static final String FULLY_CONNECTED = "fc_.*|fully_connected((?!int4_6).)*";

  private static final List<String> RUN =
      List.of(
          CONVOLUTIONS,
          OVERFLOWING,
          DEPTHWISE,
          "(reverse_)?transpose_conv_.*",
          FULLY_CONNECTED,
          OUTSIDE,
          "avgpooling.*",
          "maxpool.*",
          "add.*",
          "mul.*",
          "softmax.*",
          "pad_.*",
          "transpose_(3dim2?|chwn|default|matrix|nchw|ncwh|nhcw|nwhc|wchn)",
          "batch_matmul.*",
          "maximum_.*",
          "minimum_.*",
          "ds_cnn_[ls]");

  private static Map<String, CmsisCase> cases;

  @BeforeAll
  static void read() throws IOException {
    cases = CmsisCase.all();
    CmsisGenerations.older()
        .forEach((name, numbers) -> cases.merge(name, cases.get(name), (a, b) -> a.with(numbers)));
  }

  private static Function<CmsisCase, Network> file(Function<CmsisModel, byte[]> build) {
    return test ->
        TfliteImporter.read(
            build.apply(new CmsisModel(test)), test.name(), new ImportOptions(Profile.TFLM.id()));
  }

  private static void assertAll(String names, int expected, Function<CmsisCase, Network> read) {
    Pattern pattern = Pattern.compile(names);
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (CmsisCase test : cases.values()) {
      if (!pattern.matcher(test.name()).matches()) {
        continue;
      }
      count++;
      String fault = "";
      try {
        long[] computed = GoldenRun.run(GoldenRun.lower(read.apply(test)), test.inputs());
        Arrays.setAll(computed, i -> Math.clamp(computed[i], test.lo(), test.hi()));
        if (!Arrays.equals(computed, test.expected())) {
          int at = Arrays.mismatch(computed, test.expected());
          fault = "differs at " + at + " of " + test.expected().length;
        }
      } catch (RuntimeException e) {
        fault = e.toString();
      }
      if (!fault.isEmpty()) {
        wrong.add(test.name() + ": " + fault);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(count).isEqualTo(expected);
  }

  @Test
  void convolutions() {
    assertAll(CONVOLUTIONS, 68, file(CmsisModel::convolution));
  }

  @Test
  void depthwiseConvolutions() {
    assertAll(DEPTHWISE, 34, file(CmsisModel::convolution));
  }

  @Test
  void transposeConvolutions() {
    assertAll("(reverse_)?transpose_conv_.*", 8, file(CmsisModel::transposeConvolution));
  }

  @Test
  void fullyConnectedLayers() {
    assertAll(FULLY_CONNECTED, 15, file(CmsisModel::fullyConnected));
  }

  @Test
  void pools() {
    assertAll("avgpooling.*", 10, file(m -> m.pool(BuiltinOperator.AVERAGE_POOL_2D)));
    assertAll("maxpool.*", 11, file(m -> m.pool(BuiltinOperator.MAX_POOL_2D)));
  }

  @Test
  void additionsAndProducts() {
    assertAll("add.*", 3, file(CmsisModel::add));
    assertAll("mul.*", 3, file(CmsisModel::multiply));
  }

  @Test
  void softmaxes() {
    assertAll("softmax.*", 3, file(CmsisModel::softmax));
  }

  @Test
  void paddings() {
    assertAll("pad_.*", 2, file(CmsisModel::pad));
  }

  /// Extents and order of axes are not in the archive; these are those of CMSIS-NN's test plan, all
  /// behind a batch of one.
  @Test
  void transposes() {
    assertTransposed("3dim", List.of(5, 4, 20), List.of(0, 2, 1));
    assertTransposed("3dim2", List.of(5, 4, 20), List.of(1, 2, 0));
    assertTransposed("chwn", List.of(5, 4, 12, 17), List.of(3, 1, 2, 0));
    assertTransposed("default", List.of(4, 3, 3, 22), List.of(3, 2, 1, 0));
    assertTransposed("matrix", List.of(5, 20), List.of(1, 0));
    assertTransposed("nchw", List.of(4, 9, 3, 19), List.of(0, 3, 1, 2));
    assertTransposed("ncwh", List.of(5, 4, 3, 9), List.of(0, 3, 2, 1));
    assertTransposed("nhcw", List.of(1, 1, 128, 128), List.of(0, 1, 3, 2));
    assertTransposed("nwhc", List.of(1, 19, 3, 64), List.of(0, 2, 1, 3));
    assertTransposed("wchn", List.of(4, 3, 3, 21), List.of(2, 3, 1, 0));
  }

  private static void assertTransposed(String name, List<Integer> extents, List<Integer> order) {
    assertAll("transpose_" + name, 1, file(model -> model.transpose(extents, order)));
  }

  @Test
  void batchMatMul() {
    assertAll("batch_matmul.*", 10, file(CmsisModel::batchMatMul));
  }

  @Test
  void extremes() {
    assertAll("maximum_.*", 7, file(m -> m.extreme(BuiltinOperator.MAXIMUM)));
    assertAll("minimum_.*", 7, file(m -> m.extreme(BuiltinOperator.MINIMUM)));
  }

  /// The runtime's sums leave 32 bits for some inputs. The importer refuses to say what they are
  /// then; for the inputs of the test they wrap, or do not leave.
  @Test
  void accumulatorsOf32Bits() {
    Function<CmsisCase, Network> file = file(CmsisModel::convolution);
    assertAll(OVERFLOWING, 2, file.andThen(CmsisNetwork::wrapping));
    for (String name : List.of("int16xint8xint32_1", "int16xint8xint32_2")) {
      Network network = file.apply(cases.get(name));
      assertThatThrownBy(() -> GoldenRun.lower(network))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("integer overflow")
          .hasMessageContaining("the source runtime has no defined result there");
    }
  }

  /// Its output's zero point is 128, which no file may say of int8.
  @Test
  void zeroPointOutsideItsType() {
    CmsisCase test = cases.get(OUTSIDE);
    assertThat(test.number("OUTPUT_OFFSET")).isEqualTo(128);
    Function<CmsisCase, Network> file = file(CmsisModel::fullyConnected);
    assertAll(
        OUTSIDE,
        1,
        any ->
            CmsisNetwork.withZeroPoint(file.apply(any.with(Map.of("OUTPUT_OFFSET", 127L))), 128));
  }

  /// Two whole keyword networks, each layer a file of its own that takes the codes of the last.
  @Test
  void networks() {
    for (String name : List.of("ds_cnn_s", "ds_cnn_l")) {
      long[] codes = cases.get(name).array("input");
      for (CmsisCase layer : cases.get(name).layers()) {
        CmsisModel model = new CmsisModel(layer);
        byte[] file =
            switch (layer.name()) {
              case "AVERAGE_POOL_2D" -> model.pool(BuiltinOperator.AVERAGE_POOL_2D);
              case "FULLY_CONNECTED" -> model.fullyConnected();
              case "SOFTMAX" -> model.softmax();
              default -> model.convolution();
            };
        codes = GoldenRun.run(GoldenRun.lower(file, layer.name(), Profile.TFLM), List.of(codes));
      }
      assertThat(codes).as(name).isEqualTo(cases.get(name).expected());
    }
  }

  /// What runs here, and what is of operators that are refused by name.
  @Test
  void everyCaseIsAccountedFor() {
    Map<String, String> refused = new TreeMap<>();
    refused.put("lstm_.*", "UNIDIRECTIONAL_SEQUENCE_LSTM");
    refused.put("svdf.*", "SVDF");
    assertThat(refused.values())
        .allMatch(operator -> OperatorTable.statuses().get(operator).startsWith("refused"));
    String all = String.join("|", RUN) + "|" + String.join("|", refused.keySet());
    assertThat(cases.keySet()).hasSize(210).allMatch(name -> name.matches(all));
  }
}
