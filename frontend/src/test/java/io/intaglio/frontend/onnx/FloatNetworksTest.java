package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.real.FloatEvaluator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks without quantizers against what their runtimes computed, to the tolerance for reals.
class FloatNetworksTest {
  private static final String LAYERS = "qonnx/qkeras_single_layer/model_test_";

  private static double[] run(Network network, double[] input) {
    return new FloatEvaluator(network).run(List.of(input)).get(network.outputs().get(0));
  }

  private static void demandClose(double[] got, double[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(FloatTolerance.holds(got[i], expected[i]))
          .as("element %d is %s, not %s", i, got[i], expected[i])
          .isTrue();
    }
  }

  /// The shared folder's recorded input of this network is one of another network (3×128×128), so
  /// digits judge it.
  @Test
  void theCntkNetworkReadsDigits() throws IOException {
    Network network = SharedModels.network("qonnx/mnist_cntk_float.onnx");
    byte[] images = unzipped("data/mnist/t10k-images-idx3-ubyte.gz", 16 + 300 * 784);
    byte[] labels = unzipped("data/mnist/t10k-labels-idx1-ubyte.gz", 8 + 300);
    int right = 0;
    for (int digit = 0; digit < 300; digit++) {
      double[] pixels = new double[784];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = Byte.toUnsignedInt(images[16 + digit * 784 + i]);
      }
      double[] scores = run(network, pixels);
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k] > scores[best] ? k : best;
      }
      right += best == labels[8 + digit] ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(294);
  }

  private static byte[] unzipped(String file, int bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(SharedModels.file(file)))) {
      return in.readNBytes(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "qonnx/residual_block_clean.onnx, qonnx_residual_block, '', 2",
    LAYERS + "keras_dense_conversion.onnx, qonnx_single_layers, keras_dense_conversion/, 32",
    LAYERS + "keras_conv2d_conversion.onnx, qonnx_single_layers, keras_conv2d_conversion/, 16",
  })
  void givesTheOutputsOfTheRuntime(String model, String golden, String prefix, int rows)
      throws IOException {
    Network network = SharedModels.network(model);
    Path file = SharedModels.file("golden/" + golden + ".npz");
    double[] in = Npz.read(file, prefix + "in").values().toArray();
    double[] out = Npz.read(file, prefix + "out").values().toArray();
    int size = network.inputs().get(0).shape().size();
    int results = network.shapes().get(network.outputs().get(0)).size();
    for (int row = 0; row < rows; row++) {
      demandClose(
          run(network, Arrays.copyOfRange(in, row * size, (row + 1) * size)),
          Arrays.copyOfRange(out, row * results, (row + 1) * results));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv1d_small_keras",
        "conv2d_small_keras",
        "conv2d_small_mp_keras",
        "dense_big_keras",
        "three_layer_keras",
        "two_layer_keras"
      })
  void readsAndExecutesTheExportsOfKerasAndPyTorch(String name) {
    Network network = SharedModels.network("keras/" + name + ".onnx");
    assertThat(network.isFloat()).isTrue();
    assertThat(network.profile()).isEqualTo("float");
    assertThat(Verifier.check(network)).isEmpty();
    double[] input = new double[network.inputs().get(0).shape().size()];
    Arrays.setAll(input, i -> Math.sin(i));
    Map<String, double[]> all = new FloatEvaluator(network).run(List.of(input));
    double[] output = all.get(network.outputs().get(0));
    assertThat(Arrays.stream(output).allMatch(Double::isFinite)).isTrue();
    boolean softmax = !name.startsWith("two_layer");
    if (softmax) {
      assertThat(Arrays.stream(output).sum()).isBetween(0.999999, 1.000001);
    }
  }

  /// Their batch is fixed to the size of a data set, or moved to another axis.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "three_layer_bn_keras",
        "three_layer_bn_pytorch",
        "three_layer_pytorch",
        "two_layer_pytorch"
      })
  void exportsWithoutABatchOfOneAreRefused(String name) {
    assertThatThrownBy(() -> SharedModels.network("keras/" + name + ".onnx"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(Code.IMP_SHAPE.id());
  }

  @Test
  void aSoftmaxOfRealsMayStandAnywhere() {
    Network network =
        new OnnxModel()
            .input("x", 1, 2)
            .node("Softmax", "s", "x")
            .add()
            .node("Neg", "y", "s")
            .add()
            .output("y")
            .read();
    assertThat(run(network, new double[] {3, 3})).containsExactly(-0.5, -0.5);
  }
}
