package io.intaglio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A recorded run that fails records nothing of use, and says nothing.
class WarmupTest {
  @TempDir Path folder;

  static Stream<String> models() {
    return Warmup.MODELS.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsRecordedSucceeds(String model) throws IOException {
    Path file = folder.resolve(model);
    try (InputStream in = Warmup.class.getResourceAsStream("warmup/" + model)) {
      Files.copy(in, file);
    }

    Invocation.of("inspect", file).succeeded();
  }
}
