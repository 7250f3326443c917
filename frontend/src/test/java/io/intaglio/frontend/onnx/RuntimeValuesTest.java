package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.testing.RealReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The imported networks, executed over exact reals, against what the runtime computed.
class RuntimeValuesTest {
  private static final String LAYERS = "qonnx/qkeras_single_layer";

  private static Surd[] reals(Npz.Array array, int from, int count) {
    Surd[] values = new Surd[count];
    Arrays.setAll(values, i -> Surd.of(Rational.of(array.at(from + i))));
    return values;
  }

  private static Map<String, Surd[]> run(Network network, Npz.Array inputs, int row) {
    int size = network.inputs().get(0).shape().size();
    Surd[] input = reals(inputs, row * size, size);
    return RealReference.run(network, Map.of(network.inputs().get(0).name(), input));
  }

  /// As the runtime stores them.
  private static float[] floats(Surd[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i].toDouble();
    }
    return floats;
  }

  private static float[] expected(Npz.Array array, int from, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) array.at(from + i) + 0f; // No negative zero: reals have none.
    }
    return floats;
  }

  @ParameterizedTest
  @CsvSource({
    "TFC_2W2A, tfc_2w2a, '0,1,2', '39,46,51,58,63,70,75,82'",
    "finn_KWS_W3A3_qonnx, kws_w3a3, 515, '27,40,52,64'",
    "qkeras_jettagging, jettagging, '0,100,1000', "
        + "'Quant_8_out0,Quant_9_out0,Quant_10_out0,Add_3_out0'",
  })
  void quantized_activations_are_those_of_the_runtime(
      String model, String golden, String rows, String tensors) throws IOException {
    Network network = SharedModels.network("qonnx/" + model + ".onnx");
    Path file = SharedModels.file("golden/qonnx_" + golden + ".inter.npz");
    for (String row : rows.split(",", -1)) {
      Map<String, Surd[]> values = run(network, Npz.read(file, row + "/input"), 0);
      for (String tensor : tensors.split(",", -1)) {
        Npz.Array runtime = Npz.read(file, row + "/" + tensor);
        assertThat(floats(values.get(tensor)))
            .as("tensor %s of row %s", tensor, row)
            .containsExactly(expected(runtime, 0, runtime.values().size()));
      }
    }
  }

  static Stream<String> layers() {
    return SharedModels.files(LAYERS).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> !name.contains("test_keras"))
        .map(name -> name.substring("model_test_".length(), name.length() - ".onnx".length()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void single_layers_give_the_runtimes_outputs(String name) throws IOException {
    Network network = SharedModels.network(LAYERS + "/model_test_" + name + ".onnx");
    Path golden = SharedModels.file("golden/qonnx_single_layers.npz");
    Npz.Array inputs = Npz.read(golden, name + "/in");
    boolean softmax = network.nodes().getLast().op() instanceof RealSoftmax;
    Npz.Array outputs = Npz.read(golden, name + (softmax ? "/logits" : "/out"));
    String last = network.outputs().get(0);
    String output = softmax ? network.nodes().getLast().op().operands().get(0).name() : last;
    int rows = outputs.shape().dim(0);
    int size = outputs.shape().size() / rows;
    for (int row : List.of(0, rows / 2)) {
      float[] values = floats(run(network, inputs, row).get(output));
      assertThat(values).as("row %d", row).containsExactly(expected(outputs, row * size, size));
    }
  }
}
