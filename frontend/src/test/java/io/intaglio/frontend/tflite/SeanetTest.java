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
  @ValueSource(strings = {"conv", "leaky_relu", "strided_slice"})
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
    assertThat(refused).isEqualTo(Map.of());
  }
}
