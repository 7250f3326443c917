package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOptionsTest {
  @TempDir Path folder;

  private final ModelOptions options = new ModelOptions();

  @BeforeEach
  void theFileNamesTwoInputs() throws IOException {
    options.model = Path.of("jet.onnx");
    options.config = folder.resolve("intaglio.yaml");
    Files.writeString(options.config, "inputs: {x: s16/2^-10, y: u8}\n");
  }

  @Test
  void withoutFlagsTheFileCounts() {
    assertThat(options.settings().inputs()).isEqualTo(Map.of("x", "s16/2^-10", "y", "u8"));
  }

  @Test
  void aFormatForAllInputsWinsOverThoseOfTheFile() {
    options.inputFormats = List.of("s8/2^-4");

    assertThat(options.settings().inputs()).isEqualTo(Map.of("*", "s8/2^-4"));
  }

  @Test
  void aFormatForOneInputLeavesTheOthers() {
    options.inputFormats = List.of("x=s8/2^-4");

    assertThat(options.settings().inputs()).isEqualTo(Map.of("x", "s8/2^-4", "y", "u8"));
  }
}
