package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.eval.Samples;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The integers behind every quantizer of real networks, for one to three inputs: where a result
/// differs, this says at which layer it began.
class LayersGoldenTest {
  private static final String MEAN = "micro_kws/average_pooling2d_1/AvgPool";
  private static final String QUANTIZED = "_QuantizeLinear_Output";

  /// A sum recorded behind its rectifier, which the graph leaves to the bounds of a quantizer.
  private static final String RECTIFIED = "q_conv2d_1";

  /// Tensors that the graph holds under another name: quantizers of one operand's own parameters
  /// behind an operator that moves or selects elements.
  private static final Map<String, String> VIEWS =
      Map.of(
          "micro_kws/max_pooling2d/MaxPool" + QUANTIZED,
          "micro_kws/max_pooling2d/MaxPool.codes",
          MEAN + "__53:0" + QUANTIZED,
          MEAN + QUANTIZED,
          "micro_kws/flatten/Reshape" + QUANTIZED,
          MEAN + QUANTIZED,
          RECTIFIED,
          RECTIFIED + ".sum");

  /// Those among them that lie with their channels last already.
  private static final List<String> CHANNELS_LAST =
      List.of(MEAN + "__53:0" + QUANTIZED, "micro_kws/flatten/Reshape" + QUANTIZED);

  @ParameterizedTest
  @CsvSource({
    OnnxRuntimeGoldenTest.RESNET + ", qdq_ic_resnet8, 15",
    OnnxRuntimeGoldenTest.KWS + ", qdq_kws_dscnn, 12",
    OnnxRuntimeGoldenTest.AUTOENCODER + ", qdq_ad_autoencoder, 11",
    OnnxRuntimeGoldenTest.QDQ + ", micro_kws_m_static_qdq, 16"
  })
  void ofOnnxRuntime(String model, String golden, int tensors) {
    Map<String, NdArray> layers =
        new HashMap<>(SharedModels.arrays("golden/" + golden + ".ort_opt_s8.inter.npz"));
    long[] rows = layers.remove("rows").integers();
    assertThat(layers).hasSize(tensors);
    ProvenNetwork network = ProvenNetwork.under("onnxruntime", model);
    float[] inputs = OnnxRuntimeGoldenTest.inputs(model);
    int width = network.boundary().heads().get(0).shape().size();
    float[] some = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(inputs, (int) rows[i] * width, some, i * width, width);
    }
    compare(network, rows.length, Samples.reals(some), layers);
  }

  @Test
  void ofQKerasConvolutions() {
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    long[] digits = Arrays.stream(pixels).limit(3 * 784).asLongStream().toArray();
    ProvenNetwork network = ProvenNetwork.of("keras/qkeras_mnist_cnn.json", "u8/1/255");
    compare(network, 3, Samples.codes(digits), qkeras("mnist_cnn", 4));
  }

  @Test
  void ofQKerasPowersOfTwo() {
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    float[] digits = new float[3 * 784];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = pixels[i] / 255f;
    }
    ProvenNetwork network = ProvenNetwork.of("keras/qkeras_mnist_dense.json");
    compare(network, 3, Samples.reals(digits), qkeras("mnist_dense", 4));
  }

  @Test
  void ofQKerasFoldedNormalizations() {
    long[] pixels = SharedModels.unsignedBytes("data/ic_cifar500/images_500x32x32x3_u8.bin");
    ProvenNetwork network = ProvenNetwork.of("keras/hls4ml_RN07_qkeras.h5", "u8/1/255");
    Samples image = Samples.codes(Arrays.copyOf(pixels, 32 * 32 * 3));
    compare(network, 1, image, qkeras("rn07", 6));
  }

  /// The tensors of activations and sums: those whose fraction bits are stored with them.
  private static Map<String, NdArray> qkeras(String network, int tensors) {
    Map<String, NdArray> all = SharedModels.arrays("golden/qkeras_" + network + ".inter.npz");
    Map<String, NdArray> layers = new HashMap<>();
    all.forEach(
        (name, array) -> {
          if (all.containsKey(name + "_f")) {
            layers.put(name, array);
          }
        });
    assertThat(layers).hasSize(tensors);
    return layers;
  }

  private static void compare(
      ProvenNetwork network, int n, Samples samples, Map<String, NdArray> layers) {
    List<Value> inputs = network.boundary().graph().inputs();
    Map<String, Value> values =
        Stream.of(inputs, results(network))
            .flatMap(Collection::stream)
            .collect(Collectors.toMap(Value::name, value -> value));
    for (Map.Entry<String, NdArray> layer : layers.entrySet()) {
      String name = VIEWS.getOrDefault(layer.getKey(), layer.getKey());
      // The first quantizer makes the codes of the input.
      Value value = values.getOrDefault(name, inputs.get(0));
      boolean turned = value.shape().rank() == 3 && !isChannelsLast(layer.getKey(), network);
      long[] expected = layer.getValue().integers();
      long[] codes =
          value.equals(inputs.get(0))
              ? network.encode(n, samples)
              : network.codes(n, samples, value.name());
      long least = layer.getKey().equals(RECTIFIED) ? 0 : Long.MIN_VALUE;
      assertThat(Arrays.stream(codes).map(code -> Math.max(code, least)).toArray())
          .as(layer.getKey())
          .isEqualTo(turned ? channelsLast(expected, n, value.shape()) : expected);
    }
  }

  private static List<Value> results(ProvenNetwork network) {
    return network.boundary().graph().nodes().stream().map(Node::result).toList();
  }

  private static boolean isChannelsLast(String tensor, ProvenNetwork network) {
    return CHANNELS_LAST.contains(tensor) || !network.boundary().source().endsWith(".onnx");
  }

  /// Elements of channels, rows and columns as those of rows, columns and channels.
  private static long[] channelsLast(long[] elements, int n, Shape shape) {
    int channels = shape.channels();
    int plane = shape.size() / channels;
    long[] turned = new long[elements.length];
    for (int i = 0; i < elements.length; i++) {
      int sample = i / (channels * plane);
      int at = i % (channels * plane);
      turned[sample * channels * plane + at % plane * channels + at / plane] = elements[i];
    }
    assertThat(elements).hasSize(n * shape.size());
    return turned;
  }
}
