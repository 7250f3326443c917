package io.intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a file of Keras says beside classes and weights, and what changes every result: another
/// number format, arguments of a call, parameters of a quantizer.
class KerasMeaningTest {
  private static final String MODEL =
      new String(KerasResources.bytes("dense.json"), StandardCharsets.UTF_8);

  private static Network read(String architecture) {
    return KerasImporter.read(
        architecture.getBytes(StandardCharsets.UTF_8),
        "dense.json",
        Optional.of(KerasResources.bytes("dense.weights.h5")));
  }

  private static String with(String old, String changed) {
    assertThat(MODEL).contains(old);
    return MODEL.replaceFirst(Pattern.quote(old), changed);
  }

  private static List<Diagnostic> refused(String architecture) {
    try {
      read(architecture);
    } catch (InvalidInput wrong) {
      return wrong.diagnostics();
    }
    throw new AssertionError("it is read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float16|computes in float16",
        "mixed_float16|computes in mixed_float16",
        "mixed_bfloat16|computes in mixed_bfloat16",
        "float64|computes in float64"
      })
  void layersInOtherNumberFormatsAreRefused(String dtype, String reason) {
    String layer = "\"name\": \"a\", \"dtype\": ";
    String policy = "{\"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"" + dtype + "\"}}";

    assertThat(refused(with(layer + "\"float32\"", layer + "\"" + dtype + "\"")))
        .isEqualTo(refused(with(layer + "\"float32\"", layer + policy)))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.code()).isEqualTo(Code.IMP_UNSUPPORTED_FORM);
              assertThat(error.toString()).contains("dense.json:a:", reason, "float32");
            });
  }

  @Test
  void aModelQuantizedByKerasItselfIsRefused() {
    String policy =
        "{\"class_name\": \"QuantizedDTypePolicy\","
            + " \"config\": {\"mode\": \"int8\", \"source_name\": \"float32\"}}";

    assertThat(
            refused(
                with(
                    "\"name\": \"a\", \"dtype\": \"float32\"",
                    "\"name\": \"a\", \"dtype\": " + policy)))
        .singleElement()
        .asString()
        .contains("a number format of its own");
  }

  @Test
  void inputsOfBytesAreRead() {
    String input = "\"name\": \"x\", \"dtype\": ";

    assertThat(read(with(input + "\"float32\"", input + "\"uint8\"")).inputs()).hasSize(1);
    assertThat(refused(with(input + "\"float32\"", input + "\"float16\""))).hasSize(1);
  }

  @Test
  void argumentsOfCallsInFilesOfKeras2AreNotOverlooked() {
    String edge = "[[[\"a\", 0, 0, {}]]]";

    assertThat(refused(with(edge, "[[[\"a\", 0, 0, {\"training\": true}]]]")))
        .singleElement()
        .asString()
        .contains("dense.json:r:", "called with training by name");
    assertThat(read(with(edge, "[[[\"a\", 0, 0, {\"training\": false, \"mask\": null}]]]")).nodes())
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'alpha': [1, 2, 4]|an array as alpha",
        "'alpha': 0|alpha of quantized_bits is 0",
        "'alpha': 1, 'qnoise_factor': 0.5|qnoise_factor=0.5",
        "'alpha': 1, 'post_training_scale': [[0.5]]|the parameter post_training_scale",
        "'alpha': 1, 'min_po2_exponent': 1|the parameter min_po2_exponent",
        "'alpha': 1, 'scale_axis': 0|the parameter scale_axis"
      })
  void quantizersThatMeanMoreAreRefused(String parameters, String reason) {
    String old = "\"integer\": 0, \"symmetric\": 0, \"alpha\": 1";
    String changed = "\"integer\": 0, \"symmetric\": 0, " + parameters.replace('\'', '"');

    assertThat(refused(with(old, changed)))
        .singleElement()
        .asString()
        .contains("dense.json:a:", reason, "help: ");
  }

  @Test
  void parametersThatSayNothingAreRead() {
    String changed =
        "\"alpha\": 1, \"qnoise_factor\": 1.0, \"post_training_scale\": null,"
            + " \"use_stochastic_rounding\": true, \"use_ste\": false";

    assertThat(read(with("\"alpha\": 1", changed)).nodes()).hasSameSizeAs(read(MODEL).nodes());
  }

  @Test
  void aModelInTheModelIsNamedWhateverItsCallsAreNumbered() {
    // Keras 2 counts a call of its own before those that the file shows.
    String inner =
        "{\"class_name\": \"Functional\", \"name\": \"inner\", \"config\": {\"name\": \"inner\","
            + " \"layers\": [{}]}, \"inbound_nodes\": [[[\"a\", 0, 0, {}]], [[\"q\", 0, 0, {}]]]}, ";
    String layer = "{\"class_name\": \"QActivation\", \"name\": \"r\"";
    String nested =
        with(layer, inner + layer)
            .replace(
                "[[[\"a\", 0, 0, {}]]]}, {\"class_name\": \"QDense\"",
                "[[[\"inner\", 2, 0, {}]]]}, {\"class_name\": \"QDense\"");

    assertThat(nested).contains("\"inner\", 2");
    assertThat(refused(nested))
        .singleElement()
        .asString()
        .contains("dense.json:inner:", "is a model inside the model");
  }

  @Test
  void aSoftmaxOfEveryStepCountsItsAxesWithoutTheSteps() {
    String model =
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4, 6], "name": "x"}},
          {"class_name": "TimeDistributed", "config": {"name": "t",
            "layer": {"class_name": "Softmax", "config": {"name": "i", "axis": AXIS}}}}]}}
        """;

    assertThat(read(model.replace("AXIS", "-1")).nodes()).hasSize(1);
    assertThatThrownBy(() -> read(model.replace("AXIS", "1")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("TimeDistributed around a Softmax along axis 1");
  }

  @Test
  void aMaskOverAKernelIsRefused() {
    String model =
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4, 4, 1],
            "name": "x"}},
          {"class_name": "QConv2D", "config": {"name": "masked", "filters": 1,
            "kernel_size": [1, 1], "mask": [[[[0]]]]}}]}}
        """;

    assertThat(refused(model)).singleElement().asString().contains("masked", "a mask");
  }

  @Test
  void whatOperandsDoNotDecideIsAllSaidAtOnce() {
    String model =
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4, 6], "name": "x"}},
          {"class_name": "LSTM", "config": {"name": "first"}},
          {"class_name": "TimeDistributed", "config": {"name": "second",
            "layer": {"class_name": "GRU", "config": {"name": "i"}}}},
          {"class_name": "my>Own", "config": {"name": "third"}},
          {"class_name": "Flatten", "config": {"name": "fourth", "dtype": "float16"}}]}}
        """;

    assertThat(refused(model))
        .extracting(Diagnostic::toString)
        .satisfiesExactly(
            error -> assertThat(error).contains("first", "LSTM", "recurrent"),
            error -> assertThat(error).contains("second", "TimeDistributed around GRU"),
            error -> assertThat(error).contains("third", "Own"),
            error -> assertThat(error).contains("fourth", "float16"));
  }

  @Test
  void aModelClassOfOnesOwnIsToldWhatToDo() {
    assertThat(refused("{\"class_name\": \"my>Net\", \"config\": {\"dtype\": \"float32\"}}"))
        .singleElement()
        .asString()
        .contains("is code", "functional or sequential");
  }
}
