package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.cli.WeightsFile;
import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import io.intaglio.frontend.keras.KerasImporter;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.sim.eval.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// QKeras's layers with a folded batch normalization against what QKeras computes
/// (`bench/qkeras_folded.py`): every number.
class FoldedNormalizationGoldenTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "folded_conv_without_scale.h5",
        "folded_conv_without_scale.keras",
        "folded_depthwise_without_scale.h5",
        "folded_depthwise_without_scale.keras",
        "folded_dense.keras"
      })
  void everyNumberIsQkerass(String file) throws IOException {
    String name = file.substring(0, file.indexOf('.'));
    Path arrays = Files.write(folder.resolve("golden.npz"), resource(name + ".npz"));
    Map<String, NdArray> golden = ArrayFiles.readNpz(arrays);
    Network network = KerasImporter.read(resource(file), file, Optional.empty());
    ProvenNetwork net = ProvenNetwork.of(network, LoweringOptions.of(InputFormat.parse("s8/2^-4")));
    NdArray in = golden.get("in");

    assertThat(net.reals(in.shape().dim(0), Samples.reals(in.reals())))
        .isEqualTo(golden.get("out").reals());
  }

  @Test
  void aLayerThatQkerasItselfDoesNotComputeIsRefused() throws IOException {
    String architecture =
        """
        {"class_name": "Sequential", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 7], "name": "x"}},
          {"class_name": "QDenseBatchnorm",
           "config": {"name": "folded", "units": 5, "center": false, "activation": "linear"}}
        ]}}
        """;
    Map<String, Object> tensors = Map.of("layers/q_dense_batchnorm/vars/0", new float[7][5]);
    byte[] weights = Files.readAllBytes(WeightsFile.write(folder.resolve("m.h5"), tensors));

    assertThatThrownBy(
            () ->
                KerasImporter.read(
                    architecture.getBytes(StandardCharsets.UTF_8), "m.json", Optional.of(weights)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("folded")
        .hasMessageContaining("center off, which QKeras itself does not compute");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = FoldedNormalizationGoldenTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
