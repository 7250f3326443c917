package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.sim.eval.Evaluator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.TensorT;

/// Nine networks that nobody here wrote, under three profiles: every integer of the runtimes' own
/// outputs.
class TfliteNetworksTest {
  private static final List<String> PROFILES =
      List.of("tflm", "tflite-reference", "tflite-xnnpack");

  private static String golden(String name, String profile) {
    String runtime =
        switch (profile) {
          case "tflm" -> "refkernel";
          case "tflite-reference" -> "litert_ref";
          default -> "litert_xnnpack";
        };
    return "golden/" + name + "." + runtime + ".bin";
  }

  private static byte[] model(String file) throws IOException {
    byte[] content = SharedTflite.bytes(file);
    return file.contains("person_detect") ? withBiasAxesOfZero(content) : content;
  }

  /// The file that person_detect's goldens were made with: its bias scales name axis 3.
  private static byte[] withBiasAxesOfZero(byte[] content) {
    ModelT model =
        Model.getRootAsModel(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)).unpack();
    for (TensorT tensor : model.getSubgraphs()[0].getTensors()) {
      QuantizationParametersT quantization = tensor.getQuantization();
      if (quantization != null
          && quantization.getQuantizedDimension() >= tensor.getShape().length) {
        quantization.setQuantizedDimension(0);
      }
    }
    return TfliteModels.bytes(model);
  }

  static long[] inputs(String file, boolean unsigned) throws IOException {
    long[] codes = SharedTflite.codes(SharedTflite.bytes(file));
    if (unsigned) {
      Arrays.setAll(codes, i -> (codes[i] & 0xff) - 128);
    }
    return codes;
  }

  private static long[] run(Certified certified, long[] codes, int samples) {
    FixedGraph graph = certified.boundary().graph();
    Value input = graph.inputs().get(0);
    long[] part = Arrays.copyOf(codes, samples * input.shape().size());
    return new Evaluator(graph).runBatch(samples, List.of(part)).get(graph.outputs().get(0));
  }

  /// How many rows have their greatest value where the third column of the labels says.
  private static long correct(long[] rows, String labels) throws IOException {
    List<String> lines = Files.readAllLines(SharedTflite.file(labels));
    int width = rows.length / lines.size();
    return IntStream.range(0, lines.size())
        .filter(
            row -> {
              int label = Integer.parseInt(lines.get(row).split(",", -1)[2].trim());
              long[] scores = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
              long max = Arrays.stream(scores).max().orElseThrow();
              return IntStream.range(0, width).filter(i -> scores[i] == max).findFirst().orElse(-1)
                  == label;
            })
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "kws_dscnn, tflite/kws_ref_model.tflite, data/kws1000/kws1000_int8_for_dscnn.bin, false, 1000, 100, data/kws1000/y_labels.csv, 912",
    "ic_resnet8, tflite/pretrainedResnet_quant.tflite,"
        + " data/ic_cifar500/images_500x32x32x3_u8.bin, true, 500, 50, data/ic_cifar500/labels.csv, 441",
    "vww_mbv1, tflite/vww_96_int8.tflite, data/vww100/images_100x96x96x3_rgb_u8.bin, true, 100, 20, '', 0",
    "ad_autoencoder, tflite/ad01_int8.tflite, data/ad/normal_id_01_00000000_int8_196x640.bin,"
        + " false, 196, 196, '', 0",
    "str_ww, tflite/str_ww_ref_model.tflite, golden/str_ww.in.bin, false, 64, 64, '', 0",
    "micro_kws_m, onnx/micro_kws_m_quantized.tflite, golden/micro_speech.in.bin,"
        + " false, 64, 64, '', 0",
    "hello_world, tflm/hello_world/models/hello_world_int8.tflite,"
        + " golden/hello_world.in.bin, false, 256, 256, '', 0",
    "micro_speech, tflm/micro_speech/models/micro_speech_quantized.tflite,"
        + " golden/micro_speech.in.bin, false, 64, 64, '', 0",
    "person_detect, tflm/person_detect.tflite, golden/person_detect.in.bin, false, 8, 8, '', 0"
  })
  void everyIntegerEqualsTheRuntimes(
      String name,
      String file,
      String input,
      boolean unsigned,
      int samples,
      int others,
      String labels,
      int right)
      throws IOException {
    long[] codes = inputs(input, unsigned);
    for (String profile : PROFILES) {
      Certified certified = TfliteGoldenTest.lower(model(file), name + ".tflite", profile);
      long[] expected = SharedTflite.codes(SharedTflite.bytes(golden(name, profile)));
      // All rows of the large networks take minutes; they were equal under each profile.
      long[] found = run(certified, codes, profile.equals("tflm") ? samples : others);
      TfliteGoldenTest.assertEqual(found, Arrays.copyOf(expected, found.length));
      if (profile.equals("tflm") && !labels.isEmpty()) {
        assertThat(correct(found, labels)).isEqualTo(right);
      }
    }
  }

  @Test
  void biasScalesAlongAnAxisThatIsNoneAreRefusedAsTheInterpreterRefusesThem() throws IOException {
    byte[] content = SharedTflite.bytes("tflm/person_detect.tflite");
    assertThatThrownBy(
            () -> TfliteImporter.read(content, "person_detect.tflite", ImportOptions.DEFAULT))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("lie along axis 3")
        .hasMessageContaining("profile tflm");
    assertThat(
            TfliteImporter.read(content, "person_detect.tflite", new ImportOptions("tflm")).nodes())
        .isNotEmpty();
  }
}
