package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.cli.WeightsFile;
import io.intaglio.frontend.keras.KerasImporter;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers in files of HGQ2 that have no meaning, or too much of it.
class HgqRefusalTest {
  private static final String WRAP =
      "{\"config\": {\"q_type\": \"kif\", \"round_mode\": \"RND\", \"overflow_mode\": \"WRAP\"}}";

  @TempDir Path folder;

  private final Map<String, Object> tensors = new HashMap<>();

  /// Fraction bits, sign bits and bits before the point, for each of some channels.
  private void format(String place, int channels, float f, float k, float i) {
    float[] widths = {f, k, i};
    for (int n = 0; n < 3; n++) {
      float[][] all = new float[1][channels];
      Arrays.fill(all[0], widths[n]);
      tensors.put(place + "/quantizer/vars/" + n, all);
    }
  }

  private void assertRefused(String layer, int channels, Code code, String message)
      throws IOException {
    String architecture =
        """
        {"class_name": "Sequential", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, %s], "name": "x"}},
          %s
        ]}}
        """
            .formatted(channels, layer);
    byte[] weights = Files.readAllBytes(WeightsFile.write(folder.resolve("m.h5"), tensors));

    assertThatThrownBy(
            () ->
                KerasImporter.read(
                    architecture.getBytes(StandardCharsets.UTF_8), "m.json", Optional.of(weights)))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> {
              assertThat(e.diagnostics()).hasSize(1);
              assertThat(e.diagnostics().get(0).code()).isEqualTo(code);
            })
        .hasMessageContaining(message);
  }

  @Test
  void aVarianceThatHasNoRoot() throws IOException {
    String place = "layers/q_batch_normalization";
    for (int n = 0; n < 4; n++) {
      tensors.put(place + "/vars/" + n, new float[] {1, n == 3 ? -1 : 1});
    }
    format(place + "/kq", 1, 4, 1, 3);
    format(place + "/bq", 1, 4, 1, 3);

    assertRefused(
        """
        {"class_name": "QBatchNormalization", "config": {"name": "norm", "enable_ebops": true,
          "enable_iq": false, "kq_conf": %s, "bq_conf": %s}}
        """
            .formatted(WRAP, WRAP),
        2,
        Code.IMP_BAD_PARAMETER,
        "variance + epsilon of channel 1 is not positive");
  }

  @Test
  void aWeightThatWrapsFromBeyondAllCodes() throws IOException {
    tensors.put("layers/q_dense/vars/0", new float[][] {{1}, {1e20f}});
    format("layers/q_dense/kq", 1, 4, 1, 3);

    assertRefused(
        """
        {"class_name": "QDense", "config": {"name": "dense", "units": 1, "enable_ebops": true,
          "enable_iq": false, "use_bias": false, "kq_conf": %s}}
        """
            .formatted(WRAP),
        2,
        Code.IMP_BAD_PARAMETER,
        "1.6E21 steps is beyond a quantizer's codes");
  }

  @Test
  void aTableOfMoreEntriesThanAnyValueHas() throws IOException {
    String place = "layers/q_unary_function_lut";
    format(place + "/iq", 1, 15, 1, 0);
    format(place + "/oq", 128, 4, 1, 3);

    assertRefused(
        """
        {"class_name": "QUnaryFunctionLUT", "config": {"name": "table", "enable_ebops": true,
          "enable_oq": true, "activation": "tanh", "iq_conf": %s, "oq_conf": %s}}
        """
            .formatted(WRAP, WRAP),
        128,
        Code.MOD_TOO_LARGE,
        "[128,65536]");
  }
}
