package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.cert.Certified;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of one tensor on ties and extremes: every integer of the runtimes' own outputs.
class ActivationGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hard_swish",
        "leaky_relu",
        "logistic",
        "resize_bilinear_a0h0",
        "resize_bilinear_a0h1",
        "resize_bilinear_a1h0",
        "softmax",
        "tanh"
      })
  void everyProfileEqualsItsRuntime(String operator) throws IOException {
    byte[] model = GoldenRun.withBatchOfOne(SharedTflite.singleOperator(operator + ".model"));
    long[] in = SharedTflite.codes(SharedTflite.singleOperator(operator + ".in0"));
    for (Profile profile : List.of(Profile.TFLM, Profile.REFERENCE, Profile.XNNPACK)) {
      Certified certified = GoldenRun.lower(model, operator + ".tflite", profile);
      long[] out = SharedTflite.codes(SharedTflite.singleOperator(operator + "." + profile.id()));
      assertThat(GoldenRun.run(certified, List.of(in))).as(profile.id()).isEqualTo(out);
    }
  }
}
