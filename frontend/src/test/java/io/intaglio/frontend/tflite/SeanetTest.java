package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The single-operator models that TFLM tests its audio kernels with, most of 16-bit activations.
class SeanetTest {
  private static final Map<String, String> REFUSED = refused();

  /// What is not supported, by the first diagnostic.
  private static Map<String, String> refused() {
    Map<String, String> refused = new TreeMap<>();
    refused.put(
        "quantize0.tflite", "input: 'tensor' is INT32, supported is INT8 or INT16 or UINT8");
    refused.put("quantize1.tflite", "QUANTIZE: 'tensor#1' is INT32, supported is INT8");
    int[] sizes = {64, 32, 32, 16, 8};
    for (int i = 0; i < sizes.length; i++) {
      // Vectors without a batch axis.
      refused.put("sub" + i + ".tflite", notOneSample(sizes[i]));
      // The output's shape is an input, not a constant.
      refused.put("transpose_conv" + i + ".tflite", notOneSample(4));
    }
    return refused;
  }

  private static String notOneSample(int extent) {
    return "the input's shape is [" + extent + "], not one sample of known extents";
  }

  private static Path folder() {
    return SharedTflite.file("tflm/seanet");
  }

  private static List<Path> models(String operator) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(operator))) {
      return files.filter(f -> f.toString().endsWith(".tflite")).sorted().toList();
    }
  }

  private static long[] numbers(Path model, String part) throws IOException {
    String stem = model.getFileName().toString().replace(".tflite", "_" + part + "_");
    try (Stream<Path> files = Files.list(model.getParent())) {
      Path file =
          files.filter(f -> f.getFileName().toString().startsWith(stem)).findFirst().orElseThrow();
      return Arrays.stream(Files.readString(file).strip().split("[,\\s]+", -1))
          .mapToLong(Long::parseLong)
          .toArray();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add",
        "conv",
        "leaky_relu",
        "pad",
        "quantize",
        "strided_slice",
        "sub",
        "transpose_conv"
      })
  void equalsTheRuntimeWhatIsNotRefused(String operator) throws IOException {
    Map<String, String> refused = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Path model : models(operator)) {
      String name = model.getFileName().toString();
      Certified certified;
      try {
        certified = GoldenRun.lower(Files.readAllBytes(model), name, Profile.TFLM);
      } catch (InvalidInput e) {
        refused.put(name, e.diagnostics().get(0).message());
        continue;
      }
      List<long[]> in = new ArrayList<>();
      int inputs = certified.boundary().graph().inputs().size();
      for (int i = 0; i < inputs; i++) {
        in.add(numbers(model, "input" + i));
      }
      if (!Arrays.equals(GoldenRun.run(certified, in), numbers(model, "golden"))) {
        wrong.add(name);
      }
    }
    assertThat(wrong).isEmpty();
    Map<String, String> expected = new TreeMap<>();
    REFUSED.forEach(
        (name, reason) -> {
          if (name.startsWith(operator)) {
            expected.put(name, reason);
          }
        });
    assertThat(refused).isEqualTo(expected);
  }
}
