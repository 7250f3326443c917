package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The single-operator models that TFLM tests its audio kernels with, most of 16-bit activations:
/// all equal it.
class SeanetTest {
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
  void equalsTheRuntime(String operator) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path model : models(operator)) {
      String name = model.getFileName().toString();
      Certified certified = GoldenRun.lower(Files.readAllBytes(model), name, Profile.TFLM);
      List<long[]> in = new ArrayList<>();
      int inputs = certified.boundary().graph().inputs().size();
      // The runtime does not read the extents that are a transpose convolution's first input.
      int first = operator.equals("transpose_conv") ? 1 : 0;
      for (int i = first; i < first + inputs; i++) {
        in.add(numbers(model, "input" + i));
      }
      if (!Arrays.equals(GoldenRun.run(certified, in), numbers(model, "golden"))) {
        wrong.add(name);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// TFLite, which has other shapes at run time, would.
  @Test
  void extentsThatTheRuntimeReadsAreRefused() throws IOException {
    byte[] model = Files.readAllBytes(folder().resolve("transpose_conv/transpose_conv0.tflite"));
    assertThatThrownBy(() -> GoldenRun.lower(model, "extents", Profile.REFERENCE))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the input's shape is [4], not one sample of known extents");
  }
}
