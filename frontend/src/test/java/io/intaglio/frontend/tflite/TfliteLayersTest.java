package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.sim.eval.Evaluator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every tensor inside three networks that has a value of its own in the graph, in the order of the
/// file, so that the first layer that differs is the one that is named.
class TfliteLayersTest {
  /// Tensors by index, the first sample of each.
  private static Map<Integer, byte[]> layers(String file) throws IOException {
    Map<Integer, byte[]> layers = new TreeMap<>();
    try (ZipFile zip = new ZipFile(SharedTflite.file(file).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] all = in.readAllBytes();
          int start = 10 + Byte.toUnsignedInt(all[8]) + 256 * Byte.toUnsignedInt(all[9]);
          layers.put(
              Integer.valueOf(entry.getName().replace(".npy", "")),
              Arrays.copyOfRange(all, start, all.length));
        }
      }
    }
    return layers;
  }

  @ParameterizedTest
  @CsvSource({
    "ic_resnet8.litert_ref, tflite-reference, tflite/pretrainedResnet_quant.tflite,"
        + " data/ic_cifar500/images_500x32x32x3_u8.bin, true",
    "ic_resnet8.litert_xnnpack, tflite-xnnpack, tflite/pretrainedResnet_quant.tflite,"
        + " data/ic_cifar500/images_500x32x32x3_u8.bin, true",
    "kws_dscnn.litert_ref, tflite-reference, tflite/kws_ref_model.tflite,"
        + " data/kws1000/kws1000_int8_for_dscnn.bin, false",
    "kws_dscnn.litert_xnnpack, tflite-xnnpack, tflite/kws_ref_model.tflite,"
        + " data/kws1000/kws1000_int8_for_dscnn.bin, false",
    "micro_kws_m.litert_ref, tflite-reference, onnx/micro_kws_m_quantized.tflite,"
        + " golden/micro_speech.in.bin, false",
    "micro_kws_m.litert_xnnpack, tflite-xnnpack, onnx/micro_kws_m_quantized.tflite,"
        + " golden/micro_speech.in.bin, false"
  })
  void everyLayerEqualsTheRuntimes(
      String golden, String profile, String file, String input, boolean unsigned)
      throws IOException, Malformed {
    byte[] content = SharedTflite.bytes(file);
    Certified certified = TfliteGoldenTest.lower(content, "m.tflite", profile);
    FixedGraph graph = certified.boundary().graph();
    Map<String, Value> values =
        graph.nodes().stream()
            .map(node -> node.result())
            .collect(Collectors.toMap(Value::name, value -> value, (a, _) -> a));
    long[] codes =
        Arrays.copyOf(
            TfliteNetworksTest.inputs(input, unsigned), graph.inputs().get(0).shape().size());
    List<FlatTensor> tensors = FlatModel.decode(content).tensors();
    Evaluator evaluator = new Evaluator(graph);
    int compared = 0;
    for (Map.Entry<Integer, byte[]> layer : layers("golden/" + golden + ".layers.npz").entrySet()) {
      FlatTensor tensor = tensors.get(layer.getKey());
      Value value = values.get(tensor.name());
      // A reshape has no value of its own; a value that nothing but an average reads may have
      // another order.
      if (value != null && value.shape().size() == tensor.shape().size()) {
        long[] found =
            evaluator.runBatch(1, List.of(codes), List.of(value.name())).get(value.name());
        long[] expected =
            Arrays.copyOf(SharedTflite.codes(layer.getValue()), tensor.shape().size());
        assertThat(found).as("%s of %s", tensor.name(), golden).isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(8);
  }
}
