package io.intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.frontend.onnx.FloatTolerance;
import io.intaglio.frontend.onnx.Npz;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.real.FloatEvaluator;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keras models without quantizers, in every form that Keras 2 and 3 save them in, against what
/// Keras computed (`bench/keras_float.py`), to the tolerance for reals.
class FloatKerasTest {
  @TempDir Path folder;

  private Path resource(String name) throws IOException {
    try (InputStream in = FloatKerasTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "float_image_keras2, .h5, ''",
    "float_image_keras2, .keras, ''",
    "float_image_keras2, .json, _weights.h5",
    "float_image_keras3, .h5, ''",
    "float_image_keras3, .keras, ''",
    "float_image_keras3, .json, .weights.h5",
    "float_sequence_keras2, .h5, ''",
    "float_sequence_keras2, .keras, ''",
    "float_sequence_keras2, .json, _weights.h5",
    "float_sequence_keras3, .h5, ''",
    "float_sequence_keras3, .keras, ''",
    "float_sequence_keras3, .json, .weights.h5"
  })
  void givesTheOutputsOfKeras(String name, String ending, String weights) throws IOException {
    if (!weights.isEmpty()) {
      resource(name + weights);
    }
    Network network = Importer.read(resource(name + ending), ImportOptions.DEFAULT);
    assertThat(network.isFloat()).isTrue();
    assertThat(network.profile()).isEqualTo("float");
    assertThat(Verifier.check(network)).isEmpty();
    Path golden = resource(name + ".npz");
    double[] in = Npz.read(golden, "in").values().toArray();
    double[] out = Npz.read(golden, "out").values().toArray();
    int size = network.inputs().get(0).shape().size();
    int results = network.shapes().get(network.outputs().get(0)).size();
    FloatEvaluator evaluator = new FloatEvaluator(network);
    for (int row = 0; row < in.length / size; row++) {
      double[] x = Arrays.copyOfRange(in, row * size, (row + 1) * size);
      double[] y = evaluator.run(List.of(x)).get(network.outputs().get(0));
      for (int i = 0; i < results; i++) {
        double expected = out[row * results + i];
        assertThat(FloatTolerance.holds(y[i], expected))
            .as("row %d, output %d is %s, not %s", row, i, y[i], expected)
            .isTrue();
      }
    }
  }

  private Network activated(String function) throws IOException {
    Path weights = folder.resolve("m.weights.h5");
    try (WritableHdfFile file = HdfFile.write(weights)) {
      file.putGroup("layers");
    }
    String architecture =
        """
        {"class_name": "Sequential", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "name": "x"}},
          {"class_name": "Activation", "config": {"name": "y", "activation": "%s"}}
        ]}}
        """
            .formatted(function);
    return KerasImporter.read(
        architecture.getBytes(StandardCharsets.UTF_8),
        "m.json",
        Optional.of(Files.readAllBytes(weights)));
  }

  /// Keras 3.15 of −2, −0.5, 1 and 4.
  @ParameterizedTest
  @CsvSource({
    "elu, -0.86466473, -0.39346933, 1, 4",
    "exponential, 0.13533528, 0.60653067, 2.7182817, 54.598148",
    "gelu, -0.04550026, -0.15426877, 0.84134471, 3.9998734",
    "hard_silu, -0.33333334, -0.20833333, 0.66666669, 4",
    "hard_swish, -0.33333334, -0.20833333, 0.66666669, 4",
    "leaky_relu, -0.4, -0.1, 1, 4",
    "relu, 0, 0, 1, 4",
    "relu6, 0, 0, 1, 4",
    "selu, -1.5201665, -0.69175816, 1.050701, 4.2028041",
    "silu, -0.23840584, -0.18877034, 0.7310586, 3.928055",
    "swish, -0.23840584, -0.18877034, 0.7310586, 3.928055"
  })
  void activationFunctionsAreThoseOfKeras(String function, double a, double b, double c, double d)
      throws IOException {
    Network network = activated(function);
    double[] y = new FloatEvaluator(network).run(List.of(new double[] {-2, -0.5, 1, 4})).get("y");
    double[] expected = {a, b, c, d};
    for (int i = 0; i < 4; i++) {
      assertThat(FloatTolerance.holds(y[i], expected[i])).as("%s", y[i]).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard_sigmoid", "mish", "nosuch"})
  void anotherActivationFunctionIsRefusedByName(String function) {
    assertThatThrownBy(() -> activated(function))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(Code.IMP_UNSUPPORTED_FORM.id())
        .hasMessageContaining("the activation " + function + " is not supported")
        .hasMessageContaining("leaky_relu, elu, selu");
  }
}
